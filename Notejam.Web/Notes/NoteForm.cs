using System.ComponentModel.DataAnnotations;
using System.Runtime.Serialization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.History;
using Notejam.Web.Http;

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

    public Guid? PadId => Guid.TryParse(Pad, out var id) ? id : null;

    /// <summary>Whether nothing but the pad was changed in it.</summary>
    bool IsAsItBegan => Began == Mark(Name, Text);

    internal static NoteForm Of(Guid id, NoteView note) => new()
    {
        Id = id,
        Name = note.Name,
        Text = note.Text,
        Pad = note.PadId.ToString() ?? "",
        Revision = note.Revision,
        Began = Mark(note.Name, note.Text),
        BeganPad = note.PadId.ToString() ?? "",
    };

    /// <summary>
    /// The note has another text than the one that was worked on here, and here another was written: whichever were
    /// saved, the other would be lost without a word.
    /// </summary>
    internal bool ConflictsWith(Note note) =>
        Revision != 0 && Revision != note.Revision && !IsAsItBegan && !note.Has(Name, Text);

    /// <summary>The same, as if it had begun with what the note says now: sent again, it replaces that.</summary>
    internal NoteForm After(Note note) => new()
    {
        Id = note.Id,
        Name = Name,
        Text = Text,
        Pad = Pad == BeganPad ? note.PadId.ToString() ?? "" : Pad,
        Revision = note.Revision,
        Began = Mark(note.Name, note.Text),
        BeganPad = note.PadId.ToString() ?? "",
    };

    /// <summary>What was not changed here stays as it is now. The text that is replaced, if the history keeps it.</summary>
    internal NoteRevision? ApplyTo(Note note, DateTimeOffset at)
    {
        if (Revision == 0)
        {
            note.Keep();
            return note.Edit(Name, Text, PadId, at);
        }
        var pad = Pad == BeganPad ? note.PadId : PadId;
        return IsAsItBegan ? note.Edit(note.Name, note.Text, pad, at) : note.Edit(Name, Text, pad, at);
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
        Check();
        if (Pad.Length == 0) return IsValid;
        if (PadId is not { } pad || !IsValid && !await db.Pads.AnyAsync(p => p.Id == pad)) RefusePad();
        return IsValid;
    }

    public void RefusePad() => Refuse("pad", "Choose one of your pads");
}
