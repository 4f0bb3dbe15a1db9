using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Notejam.Web.Http;

/// <summary>What a person typed, and what is wrong with it, by the field's name in the page.</summary>
public abstract class Form
{
    readonly Dictionary<string, string> errors = [];

    /// <summary>In the order of the fields.</summary>
    public IReadOnlyDictionary<string, string> Errors => errors;

    public bool IsValid => errors.Count == 0;

    /// <summary>The first complaint about a field counts; a second would only be noise.</summary>
    public void Refuse(string field, string message) => errors.TryAdd(field, message);

    public bool Check()
    {
        foreach (var property in GetType().GetProperties().Where(p => p.CanWrite))
        {
            var wrong = new List<ValidationResult>();
            var context = new ValidationContext(this) { MemberName = property.Name };
            Validator.TryValidateProperty(property.GetValue(this), context, wrong);
            if (wrong.Count > 0)
                Refuse(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name), wrong[0].ErrorMessage!);
        }
        return IsValid;
    }
}
