using System.ComponentModel.DataAnnotations;
using System.Net.Mail;
using System.Runtime.Serialization;
using Notejam.Web.Http;

namespace Notejam.Web.Accounts;

/// <summary>An address that mail can be sent to, at most as long as the column.</summary>
[AttributeUsage(AttributeTargets.Property)]
sealed class AddressAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) => (value as string) switch
    {
        null or "" => new("Email is required"),
        { Length: > User.EmailLength } => new($"Use an email address of at most {User.EmailLength} characters"),
        var email when MailAddress.TryCreate(email, out var address) && address.Address == email => ValidationResult.Success,
        _ => new("Enter a valid email address, such as name@example.org"),
    };
}

public sealed class SignUpForm : Form
{
    [Address]
    public string Email { get; set => field = Typed.Line(value); } = "";

    [Required(ErrorMessage = "Password is required"), StringLength(Passwords.Longest, MinimumLength = Passwords.Shortest, ErrorMessage = Passwords.LengthMessage)]
    public string Password { get; set; } = "";

    [DataMember(Name = "confirm_password")]
    [Required(ErrorMessage = "Password confirmation is required"), Compare(nameof(Password), ErrorMessage = Passwords.MismatchMessage)]
    public string ConfirmPassword { get; set; } = "";
}

public sealed class SignInForm : Form
{
    [Address]
    public string Email { get; set => field = Typed.Line(value); } = "";

    [Required(ErrorMessage = "Password is required")]
    public string Password { get; set; } = "";

    public string Next { get; set; } = "";
}

public sealed class ForgotPasswordForm : Form
{
    [Address]
    public string Email { get; set => field = Typed.Line(value); } = "";
}

public class NewPasswordForm : Form
{
    [DataMember(Name = "new_password")]
    [Required(ErrorMessage = "New password is required"), StringLength(Passwords.Longest, MinimumLength = Passwords.Shortest, ErrorMessage = Passwords.LengthMessage)]
    public string NewPassword { get; set; } = "";

    [DataMember(Name = "confirm_password")]
    [Required(ErrorMessage = "Password confirmation is required"), Compare(nameof(NewPassword), ErrorMessage = Passwords.MismatchMessage)]
    public string ConfirmPassword { get; set; } = "";
}

public sealed class ChangePasswordForm : NewPasswordForm
{
    [DataMember(Name = "current_password")]
    [Required(ErrorMessage = "Current password is required")]
    public string CurrentPassword { get; set; } = "";
}
