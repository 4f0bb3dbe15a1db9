using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Notejam.Web.Http;

/// <summary>At most, or at least, so many characters: code points, as the columns count, not units of UTF-16.</summary>
[AttributeUsage(AttributeTargets.Property)]
sealed class CharactersAttribute(int most) : ValidationAttribute
{
    public int Least { get; set; }

    public override bool IsValid(object? value) =>
        value is not string { Length: > 0 } text
        || TextInput.Length(text) is var length && length >= Least && length <= most;

    /// <summary>In the message, {1} is the most and {2} the least.</summary>
    public override string FormatErrorMessage(string name) =>
        string.Format(CultureInfo.InvariantCulture, ErrorMessageString, name, most, Least);
}

/// <summary>Something that one can see.</summary>
[AttributeUsage(AttributeTargets.Property)]
sealed class VisibleAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is string text && TextInput.CanBeSeen(text);
}

/// <summary>An address of mail, at most as long as the column.</summary>
[AttributeUsage(AttributeTargets.Property)]
sealed class AddressAttribute(int most) : ValidationAttribute
{
    /// <summary>That of an account that is there: older ones have what a new one may not.</summary>
    public bool OfAccount { get; set; }

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        Complaint(value as string);

    ValidationResult? Complaint(string? value) => value switch
    {
        null or "" => new("Email is required"),
        var address when TextInput.Length(address) > most => new($"Use an email address of at most {most} characters"),
        var address when OfAccount && IsSomebodyAtSomething(TextInput.Address(address)) => ValidationResult.Success,
        var address when MailAddresses.HidesSomething(address) =>
            new("There is a character in this address that cannot be seen. Delete the address and type it by hand."),
        var address when MailAddresses.IsValid(address) => ValidationResult.Success,
        _ => new("Enter a valid email address, such as name@example.org"),
    };

    static bool IsSomebodyAtSomething(string address) =>
        address.LastIndexOf('@') is var at && at > 0 && at < address.Length - 1;
}
