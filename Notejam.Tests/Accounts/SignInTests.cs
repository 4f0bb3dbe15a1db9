using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Accounts;

public sealed class SignInTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Fact]
    public async Task Success_leads_home()
    {
        var person = App.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        var answer = await person.SignInAsync();
        Assert.Equal((HttpStatusCode.SeeOther, "/"), (answer.Status, answer.Location));
        Assert.Contains(person.Email, (await person.FollowAsync(answer)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Required_fields_are_named() => Assert.Equal(["email", "password"], (await App.Visitor().SubmitAsync("/signin/")).Wrong);

    [Fact]
    public async Task An_invalid_email_is_refused() => Assert.Equal(["email"], (await App.Visitor().SubmitAsync("/signin/", ("email", "nobody"), ("password", "x"))).Wrong);

    [Fact]
    public async Task Wrong_credentials_say_only_that()
    {
        var person = App.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        var known = await person.SignInAsync("wrong-password");
        var unknown = await person.SubmitAsync("/signin/", ("email", "unknown@example.org"), ("password", "wrong-password"));
        Assert.Equal("Wrong email or password", known.Error("email"));
        Assert.Equal((known.Status, known.Error("email")), (unknown.Status, unknown.Error("email")));
        Assert.Equal("/signin/", (await person.GetAsync("/")).Location);
    }

    [Theory]
    [InlineData("/pads/create/", "/pads/create/")]
    [InlineData("/?order=name", "/?order=name")]
    [InlineData("//evil.example/", "/")]
    [InlineData("/\\evil.example/", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("/ü\u2028", "/")]
    public async Task It_leads_to_the_page_that_was_asked_for_if_that_is_ours(string next, string expected)
    {
        var person = App.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        var answer = await person.SubmitAsync("/signin/?next=" + Uri.EscapeDataString(next), ("email", person.Email), ("password", Person.Password));
        Assert.Equal(expected, answer.Location);
    }

    [Fact]
    public async Task The_page_that_was_asked_for_survives_a_wrong_try()
    {
        var person = App.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        var wrong = await person.SubmitAsync("/signin/?next=/pads/create/", ("email", person.Email), ("password", "wrong-password"));
        var right = await person.SubmitAsync(wrong, ("password", Person.Password));
        Assert.Equal("/pads/create/", right.Location);
    }

    [Fact]
    public async Task Four_wrong_tries_and_a_right_one_begin_anew()
    {
        var person = App.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 4; i++) await person.SignInAsync("wrong-password");
            Assert.Equal(HttpStatusCode.SeeOther, (await person.SignInAsync()).Status);
            await person.SignOutAsync();
        }
    }

    [Fact]
    public async Task Passwords_are_kept_as_PBKDF2_with_SHA512_and_220_000_iterations()
    {
        var person = App.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        var hash = await HashAsync(person);
        // Identity's format 3: marker, pseudo-random function (2 = HMAC-SHA512), iterations, salt length.
        Assert.Equal((1, 2u, 220_000u), (hash[0], Number(hash, 1), Number(hash, 5)));
    }

    [Fact]
    public async Task A_weaker_hash_is_replaced_at_the_next_sign_in()
    {
        var person = App.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        var weak = new Microsoft.AspNetCore.Identity.PasswordHasher<object>().HashPassword(new object(), "short");
        await Postgres.ExecuteAsync(App.Connection, $"UPDATE users SET password_hash = '{weak}' WHERE email = '{person.Email}'");
        Assert.Equal(HttpStatusCode.SeeOther, (await person.SignInAsync("short")).Status);
        Assert.Equal(220_000u, Number(await HashAsync(person), 5));
    }

    async Task<byte[]> HashAsync(Person person) =>
        Convert.FromBase64String(await Postgres.ScalarAsync<string>(App.Connection, $"SELECT password_hash FROM users WHERE email = '{person.Email}'"));

    static uint Number(byte[] bytes, int at) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));
}
