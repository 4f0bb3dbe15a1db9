using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Runtime.Serialization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.History;
using Notejam.Web.Http;
using Notejam.Web.Markdown;
using Notejam.Web.Tags;

namespace Notejam.Web.Notes;

public sealed class NoteForm : Form
{
    /// <summary>The note that a create form will make: sent twice, it makes one.</summary>
    public Guid Id { get; set; }

    [Required(ErrorMessage = "Name is required")]
    [Characters(Note.NameLength, ErrorMessage = "Use at most {1:N0} characters for the name")]
    public string Name { get; set => field = TextInput.Line(value); } = "";

    /// <summary>
    /// A pad's id, or nothing. Text, so that nonsense is a complaint beside the field and not a bare 400.
    /// </summary>
    public string Pad { get; set => field = value ?? ""; } = "";

    [TagWords]
    public string Tags { get; set => field = TextInput.Line(value); } = "";

    [Visible(ErrorMessage = "Text is required")]
    [Characters(Note.TextLength, ErrorMessage = "Use at most {1:N0} characters for the text")]
    public string Text { get; set => field = TextInput.Lines(value); } = "";

    /// <summary>The revision that this form began with; 0 in a form of the version before.</summary>
    public int Revision { get; set; }

    /// <summary>The mark of the name and text that it began with.</summary>
    public string Began { get; set => field = value ?? ""; } = "";

    /// <summary>The pad that it began with.</summary>
    [DataMember(Name = "began_pad")]
    public string BeganPad { get; set => field = value ?? ""; } = "";

    /// <summary>The tags that it began with.</summary>
    [DataMember(Name = "began_tags")]
    public string BeganTags { get; set => field = value ?? ""; } = "";

    /// <summary>Whether the note is to come out of the trash by it.</summary>
    public bool Restore { get; set; }

    /// <summary>Whether its writer goes on writing, and the form comes again when it is saved.</summary>
    public bool Stay { get; set; }

    /// <summary>Under which the browser keeps what is typed into it; nothing without JavaScript.</summary>
    public string Draft { get; set => field = Guid.TryParseExact(value, "N", out _) ? value : ""; } = "";

    public Guid? PadId => Guid.TryParse(Pad, out var id) ? id : null;

    internal string[] TagList => TagNames.Of(Tags);

    /// <summary>Whether neither name nor text was changed in it.</summary>
    bool IsAsItBegan => Began == Mark(Name, Text);

    /// <summary>As it was sent.</summary>
    internal static NoteForm Of(IFormCollection fields) => new()
    {
        Id = Guid.TryParse(fields["id"], out var id) ? id : Guid.Empty,
        Name = fields["name"].ToString(),
        Pad = fields["pad"].ToString(),
        Tags = fields["tags"].ToString(),
        Text = fields["text"].ToString(),
        Revision = int.TryParse(fields["revision"], CultureInfo.InvariantCulture, out var revision) ? revision : 0,
        Began = fields["began"].ToString(),
        BeganPad = fields["began_pad"].ToString(),
        BeganTags = fields["began_tags"].ToString(),
        Draft = fields["draft"].ToString(),
    };

    internal static NoteForm Of(Guid id, NoteView note) =>
        BeganWith(id, note.Name, note.Text, note.PadId, note.Tags, note.Revision);

    /// <summary>
    /// The note has another text than the one that was worked on here, and here another was written: whichever were
    /// saved, the other would be lost without a word. Whoever changed the pad or tags alone has written none.
    /// </summary>
    internal bool ConflictsWith(Note note) =>
        Revision != 0 && !IsOf(note) && !note.Has(Name, Text) && !(IsAsItBegan && (Pad != BeganPad || Tags != BeganTags));

    /// <summary>Whether it began with what the note says now. Numbers come again when a backup is restored.</summary>
    bool IsOf(Note note) =>
        Revision == note.Revision && (Began.Length == 0 || Began == Of(note).Began);

    /// <summary>The same, as if it had begun with what the note says now: sent again, it replaces that.</summary>
    internal NoteForm After(Note note)
    {
        var form = Of(note).With(Name, Text);
        form.Pad = PadIn(note).ToString() ?? "";
        form.Tags = TagNames.Text(TagsIn(note));
        form.Draft = Draft;
        return form;
    }

    /// <summary>What was not changed here stays as it is. Returns the text that is replaced, if it is kept.</summary>
    internal NoteRevision? ApplyTo(Note note, DateTimeOffset at)
    {
        note.Tag(TagsIn(note));
        if (Revision == 0)
        {
            note.Keep();
            return note.Edit(Name, Text, PadId, at);
        }
        return IsAsItBegan
            ? note.Edit(note.Name, note.Text, PadIn(note), at)
            : note.Edit(Name, Text, PadIn(note), at);
    }

    internal NoteForm With(string name, string text)
    {
        var form = (NoteForm)MemberwiseClone();
        (form.Name, form.Text) = (name, text);
        return form;
    }

    Guid? PadIn(Note note) => Pad == BeganPad ? note.PadId : PadId;

    /// <summary>Those of the note, with what was added and without what was taken out here.</summary>
    string[] TagsIn(Note note)
    {
        var (mine, began) = (TagList, TagNames.Of(BeganTags));
        return [.. note.Tags.Except(began.Except(mine)).Union(mine.Except(began)).Order(StringComparer.Ordinal)];
    }

    internal static NoteForm Of(Note note) =>
        BeganWith(note.Id, note.Name, note.Text, note.PadId, note.Tags, note.Revision);

    /// <summary>The mark is of what a browser sends back: SQL by hand may have put in other line ends.</summary>
    static NoteForm BeganWith(Guid id, string name, string text, Guid? pad, string[] tags, int revision)
    {
        var form = new NoteForm { Id = id, Name = name, Text = text, Revision = revision };
        form.Pad = form.BeganPad = pad.ToString() ?? "";
        form.Tags = form.BeganTags = TagNames.Text(tags);
        form.Began = Mark(form.Name, form.Text);
        return form;
    }

    /// <summary>Others may have tagged it meanwhile.</summary>
    internal bool CheckTags(Note note)
    {
        if (TagsIn(note) is { Length: > TagNames.Most } all)
            Refuse("tags", $"Use at most {TagNames.Most} tags. With those that it got meanwhile there are {all.Length}.");
        return IsValid;
    }

    /// <summary>Short, and of another text another.</summary>
    static string Mark(string name, string text) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}\0{text}"))[..12]);

    /// <summary>
    /// The owner filter makes somebody else's pad as unknown as one that was never there. A form that is right otherwise
    /// is not asked about: the foreign key of the row refuses such a pad, too.
    /// </summary>
    internal async Task<bool> CheckAsync(NotejamDb db)
    {
        if (Name.Length == 0) Name = FirstLine();
        Check();
        if (Pad.Length == 0) return IsValid;
        if (PadId is null) RefusePad();
        else if (!IsValid) await KnowsPadAsync(db);
        return IsValid;
    }

    /// <summary>Asks, and complains where it is none of theirs.</summary>
    internal async Task<bool> KnowsPadAsync(NotejamDb db)
    {
        var isKnown = PadId is not { } pad || await db.Pads.AnyAsync(p => p.Id == pad);
        if (!isKnown) RefusePad();
        return isKnown;
    }

    /// <summary>The name of a note that was given none: its first words, without the signs of Markdown.</summary>
    string FirstLine()
    {
        var line = Text.Split('\n').Select(TextInput.Line).FirstOrDefault(l => l.Length > 0) ?? "";
        var words = TextInput.Line(PlainWords.Of(line));
        return TextInput.Cut(words.Length > 0 ? words : line, Note.NameLength);
    }

    public void RefusePad() => Refuse("pad", "Choose one of your pads");
}
