using System.Net;
using Microsoft.AspNetCore.Identity;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Accounts;

/// <summary>Addresses and passwords that look alike, or cannot be seen.</summary>
public sealed class SpellingTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    /// <summary>"é" in one code point, and in two.</summary>
    const string Composed = "caf\u00e9-kettle-roof", Decomposed = "cafe\u0301-kettle-roof";

    NotejamApp App => fixture.App;

    [Theory]
    [InlineData("\"@\"@x.org")]
    [InlineData("\"quoted\"@example.org")]
    [InlineData("name@[127.0.0.1]")]
    [InlineData("name(comment)@example.org")]
    [InlineData("\ufffe@\ufffe")]
    public async Task An_odd_address_is_refused_like_any_wrong_one(string email)
    {
        var answer = await App.Visitor().SignUpAsync(email);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal("Enter a valid email address, such as name@example.org", answer.Error("email"));
    }

    [Theory]
    [InlineData("na\u200bme@example.org")]
    [InlineData("\ufeffname@example.org")]
    [InlineData("na\u00adme@example.org")]
    [InlineData("name\u202e@example.org")]
    [InlineData("name\u3164@example.org")]
    public async Task An_address_with_something_that_cannot_be_seen_makes_no_second_account(string email)
    {
        var answer = await App.Visitor().SignUpAsync(email);
        const string unseen = "There is a character in this address that cannot be seen.";
        Assert.StartsWith(unseen, answer.Error("email"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jos\u00e9@example.org", "jose\u0301@example.org", "jos\u00e9@example.org")]
    [InlineData("wide@example.org", "ｗｉｄｅ＠ｅｘａｍｐｌｅ.org", "wide@example.org")]
    [InlineData("host@bücher.example", "host@xn--bcher-kva.example", "host@bücher.example")]
    public async Task Two_spellings_of_an_address_are_one_account_that_both_lead_to(
        string first, string second, string shown)
    {
        await App.Visitor().SignUpAsync(first);
        var again = await App.Visitor().SignUpAsync(second, "another-kettle-roof");
        Assert.StartsWith("User with this email is already signed up", again.Error("email"), StringComparison.Ordinal);
        Assert.Equal(shown, again.Document.GetElementById("email")!.GetAttribute("value"));

        var person = App.Visitor();
        var signedIn = await person.SubmitAsync("/signin/", ("email", second), ("password", Person.Password));
        var page = await person.FollowAsync(signedIn);
        Assert.Contains(shown, page.Document.Body!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("na\u200bme@old.example")]
    [InlineData("ｏｌｄ@old.example")]
    [InlineData("old@xn--bcher-kva.example")]
    [InlineData("old@[127.0.0.1]")]
    public async Task An_account_that_was_made_with_an_odd_address_still_signs_in(string email)
    {
        var person = App.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        await Postgres.ExecuteAsync(App.Connection, $"""
            UPDATE users SET email = '{email}', normalized_email = '{email.ToUpperInvariant()}'
            WHERE email = '{person.Email}'
            """);
        var answer = await person.SubmitAsync("/signin/", ("email", email), ("password", Person.Password));
        Assert.Equal((HttpStatusCode.SeeOther, "/"), (answer.Status, answer.Location));
    }

    [Theory]
    [InlineData(Composed, Decomposed)]
    [InlineData(Decomposed, Composed)]
    [InlineData("tulip-kettle-roof", "ｔｕｌｉｐ-kettle-roof")]
    public async Task A_password_is_the_same_however_a_keyboard_composes_it(string first, string second)
    {
        var person = App.Visitor();
        await person.SignUpAsync(Person.NewEmail(), first);
        Assert.Equal(HttpStatusCode.SeeOther, (await person.SignInAsync(second)).Status);
        await person.SignOutAsync();
        Assert.Equal(HttpStatusCode.SeeOther, (await person.SignInAsync(first)).Status);
    }

    [Fact]
    public async Task A_hash_of_a_password_as_it_was_typed_still_counts_and_is_replaced()
    {
        var person = App.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        var old = new PasswordHasher<object>().HashPassword(new object(), Decomposed);
        await Postgres.ExecuteAsync(
            App.Connection, $"UPDATE users SET password_hash = '{old}' WHERE email = '{person.Email}'");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await person.SignInAsync(Composed)).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await person.SignInAsync(Decomposed)).Status);
        await person.SignOutAsync();
        Assert.Equal(HttpStatusCode.SeeOther, (await person.SignInAsync(Composed)).Status);
    }

    [Theory]
    [InlineData("        ", "Password is required")]
    [InlineData("\u00a0\u3000\u2003\u00a0\u3000\u2003\u00a0\u3000", "Password is required")]
    [InlineData("\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b", "Password is required")]
    [InlineData("\u3164\u2800\u3164\u2800\u3164\u2800\u3164\u2800", "Password is required")]
    [InlineData("😀🎈🚒🌷", "Use 8 to 128 characters")]
    public async Task Nothing_to_see_is_no_password_and_each_character_counts_once(string password, string message) =>
        Assert.Equal(message, (await App.Visitor().SignUpAsync(Person.NewEmail(), password)).Error("password"));

    [Fact]
    public async Task A_password_may_have_128_characters_beyond_the_first_65_536()
    {
        var emoji = string.Concat(Enumerable.Range(0, 128).Select(i => char.ConvertFromUtf32(0x1F300 + i * 37 % 128)));
        Assert.Empty((await App.Visitor().SignUpAsync(Person.NewEmail(), emoji)).Wrong);
        Assert.Equal(["password"], (await App.Visitor().SignUpAsync(Person.NewEmail(), emoji + "😀")).Wrong);
    }
}
