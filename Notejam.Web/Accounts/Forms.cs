using System.ComponentModel.DataAnnotations;
using System.Runtime.Serialization;
using Notejam.Web.Http;

namespace Notejam.Web.Accounts;

public sealed class SignUpForm : Form
{
    [Address(User.EmailLength)]
    public string Email { get; set => field = TextInput.Address(value); } = "";

    [Visible(ErrorMessage = "Password is required")]
    [Characters(Passwords.Longest, Least = Passwords.Shortest, ErrorMessage = Passwords.LengthMessage)]
    public string Password { get; set => field = TextInput.Password(value); } = "";

    [DataMember(Name = "confirm_password")]
    [Required(ErrorMessage = "Password confirmation is required")]
    [Compare(nameof(Password), ErrorMessage = Passwords.MismatchMessage)]
    public string ConfirmPassword { get; set => field = TextInput.Password(value); } = "";
}

public sealed class SignInForm : Form
{
    [Address(User.EmailLength, OfAccount = true)]
    public string Email { get; set => field = TextInput.Line(value); } = "";

    [Required(ErrorMessage = "Password is required")]
    public string Password { get; set; } = "";

    public string Next { get; set; } = "";
}

public sealed class ForgotPasswordForm : Form
{
    [Address(User.EmailLength, OfAccount = true)]
    public string Email { get; set => field = TextInput.Line(value); } = "";
}

public class NewPasswordForm : Form
{
    [DataMember(Name = "new_password")]
    [Visible(ErrorMessage = "New password is required")]
    [Characters(Passwords.Longest, Least = Passwords.Shortest, ErrorMessage = Passwords.LengthMessage)]
    public string NewPassword { get; set => field = TextInput.Password(value); } = "";

    [DataMember(Name = "confirm_password")]
    [Required(ErrorMessage = "Password confirmation is required")]
    [Compare(nameof(NewPassword), ErrorMessage = Passwords.MismatchMessage)]
    public string ConfirmPassword { get; set => field = TextInput.Password(value); } = "";
}

public sealed class ChangePasswordForm : NewPasswordForm
{
    [DataMember(Name = "current_password")]
    [Required(ErrorMessage = "Current password is required")]
    public string CurrentPassword { get; set; } = "";
}
