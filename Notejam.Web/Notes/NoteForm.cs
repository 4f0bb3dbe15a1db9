using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
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

    public Guid? PadId => Guid.TryParse(Pad, out var id) ? id : null;

    internal static NoteForm Of(Guid id, NoteView note) =>
        new() { Id = id, Name = note.Name, Text = note.Text, Pad = note.PadId.ToString() ?? "" };

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
