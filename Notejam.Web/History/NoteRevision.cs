using Notejam.Web.Data;
using Notejam.Web.Notes;

namespace Notejam.Web.History;

/// <summary>A text that a note once had, or that somebody wrote into it and another was quicker.</summary>
sealed class NoteRevision
{
    NoteRevision() { }

    NoteRevision(Guid id, Note note, string name, string text, DateTimeOffset writtenAt)
    {
        Id = id;
        NoteId = note.Id;
        OwnerId = note.OwnerId;
        Name = name;
        Text = text;
        Words = Count(text);
        WrittenAt = writtenAt;
    }

    public Guid Id { get; private set; }
    public Guid NoteId { get; private set; }
    public Guid OwnerId { get; private set; }

    /// <summary>Which text of the note it was, from 1 on; null for one that was never saved as the note's.</summary>
    public int? Number { get; private set; }

    public string Name { get; private set; } = "";
    public string Text { get; private set; } = "";

    /// <summary>So that a list of revisions need not read their texts.</summary>
    public int Words { get; private set; }

    public DateTimeOffset WrittenAt { get; private set; }

    /// <summary>What the note says now, before it says something else.</summary>
    public static NoteRevision Of(Note note) =>
        new(DerivedId.Of(note.Id, $"{note.Revision}"), note, note.Name, note.Text, note.WrittenAt ?? note.UpdatedAt)
        {
            Number = note.Revision,
        };

    /// <summary>What a save would have written over a newer text. Sent twice, it is one.</summary>
    public static NoteRevision Unsaved(Note note, NoteForm form, DateTimeOffset at) =>
        new(DerivedId.Of(note.Id, $"{form.Revision}", form.Name, form.Text), note, form.Name, form.Text, at);

    static int Count(string text)
    {
        var words = 0;
        var isInside = false;
        foreach (var character in text)
        {
            var isSpace = char.IsWhiteSpace(character);
            if (!isSpace && !isInside) words++;
            isInside = !isSpace;
        }
        return words;
    }
}
