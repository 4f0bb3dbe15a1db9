using System.ComponentModel.DataAnnotations;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Notes;
using Notejam.Web.Notes.Linked;

namespace Notejam.Web.Pads;

public sealed class PadForm : Form
{
    /// <summary>The pad that a create form will make: sent twice, it makes one.</summary>
    public Guid Id { get; set; }

    [Required(ErrorMessage = "Name is required")]
    [Characters(Pad.NameLength, ErrorMessage = "Use at most {1:N0} characters for the name")]
    public string Name { get; set => field = TextInput.Line(value); } = "";

    /// <summary>
    /// The name of the note that new ones in the pad begin like, nothing where they begin empty; null in a form that
    /// does not ask for it.
    /// </summary>
    [Characters(Note.NameLength, ErrorMessage = "Use at most {1:N0} characters for the name of a note")]
    public string? Template { get; set => field = value is null ? null : TextInput.Line(value); }

    /// <summary>As it was sent.</summary>
    internal static PadForm Of(IFormCollection fields) => new()
    {
        Id = Guid.TryParse(fields["id"], out var id) ? id : Guid.Empty,
        Name = fields["name"].ToString(),
        Template = fields["template"],
    };

    /// <summary>
    /// The note of that name; where several have it the one that was chosen before, unless it alone is in the trash.
    /// </summary>
    internal async Task<Guid?> FindTemplateAsync(Reads reads, Guid? current)
    {
        if (Template is null) return current;
        if (Template.Length == 0 || Errors.ContainsKey("template")) return null;
        var chosen = current is { } id ? await reads.GetAsync(new NoteRead(id)) : null;
        if (chosen?.Name == Template && chosen.TrashedAt is null) return current;
        var targets = await reads.GetAsync(new LinkTargetsRead([Template]));
        if (targets.Knows(Template, out var note) && note is not null) return note;
        if (chosen?.Name == Template) return current;
        Refuse("template", "You have no note of this name. Type the name of one, or nothing");
        return null;
    }
}
