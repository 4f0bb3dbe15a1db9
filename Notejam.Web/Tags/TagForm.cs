using System.ComponentModel.DataAnnotations;
using Notejam.Web.Http;

namespace Notejam.Web.Tags;

public sealed class TagForm : Form
{
    [Required(ErrorMessage = "Name is required")]
    [TagWords]
    public string Name { get; set => field = TextInput.Line(value); } = "";

    /// <summary>Another tag that the notes may join, because its name was asked for and that was said.</summary>
    public string Merge { get; set => field = TextInput.Line(value); } = "";

    /// <summary>As it was sent.</summary>
    internal static TagForm Of(IFormCollection fields) => new()
    {
        Name = fields["name"].ToString(),
        Merge = fields["merge"].ToString(),
    };

    /// <summary>The name, if it is one.</summary>
    internal string? Tag()
    {
        var tag = TagNames.One(Name);
        if (Check() && tag is null) Refuse("name", "Use one word for the name");
        return IsValid ? tag : null;
    }
}
