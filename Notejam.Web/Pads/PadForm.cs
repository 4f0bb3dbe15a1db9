using System.ComponentModel.DataAnnotations;
using Notejam.Web.Http;

namespace Notejam.Web.Pads;

public sealed class PadForm : Form
{
    /// <summary>The pad that a create form will make: sent twice, it makes one.</summary>
    public Guid Id { get; set; }

    [Required(ErrorMessage = "Name is required")]
    [Characters(Pad.NameLength, ErrorMessage = "Use at most {1:N0} characters for the name")]
    public string Name { get; set => field = TextInput.Line(value); } = "";

    /// <summary>As it was sent.</summary>
    internal static PadForm Of(IFormCollection fields) => new()
    {
        Id = Guid.TryParse(fields["id"], out var id) ? id : Guid.Empty,
        Name = fields["name"].ToString(),
    };
}
