using System.ComponentModel.DataAnnotations;

namespace Notejam.Web.Tags;

/// <summary>Words that can be tags, as many and as long as they may be.</summary>
[AttributeUsage(AttributeTargets.Property)]
sealed class TagWordsAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        TagNames.Complaint((string?)value ?? "") is { } complaint ? new(complaint) : ValidationResult.Success;
}
