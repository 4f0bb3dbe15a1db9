using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Accounts;

public sealed partial class ForgotPasswordTests(Postgres postgres) : IAsyncLifetime
{
    const string New = "another-kettle-roof";
    const string Dead = "This link does not work.";
    NotejamApp app = null!;

    public async ValueTask InitializeAsync()
    {
        var connection = await postgres.CreateDatabaseAsync();
        app = NotejamApp.Start(connection, new() { ["Site:PublicUrl"] = "http://notes.example.org" });
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Known_and_unknown_addresses_get_the_same_answer()
    {
        var known = await SignedUpAsync();
        var answer = await AskAsync(known, known.Email);
        var unknown = await AskAsync(app.Visitor(), "unknown@example.org");
        Assert.Equal((HttpStatusCode.SeeOther, "/signin/"), (answer.Status, answer.Location));
        Assert.Equal(answer.Status, unknown.Status);
        Assert.Equal(answer.Location, unknown.Location);
        Assert.Equal(answer.Body, unknown.Body);
        Assert.Equal("Check your email to proceed.", (await known.FollowAsync(answer)).Flash);
        await MailAsync();
        Assert.Single(Directory.GetFiles(MailFolder));
    }

    [Fact]
    public async Task The_mail_goes_to_the_person_and_links_to_the_public_address()
    {
        var person = await SignedUpAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/forgot-password/");
        request.Headers.Host = "evil.example";
        using var ignored = await person.SendAsync(request);
        await AskAsync(person, person.Email.ToUpperInvariant());
        var mail = await MailAsync();
        Assert.Contains($"To: {person.Email}", mail, StringComparison.Ordinal);
        Assert.Contains("Subject: Notejam: choose a new password", mail, StringComparison.Ordinal);
        Assert.Contains("within an hour", mail, StringComparison.Ordinal);
        var link = LinkIn(mail).ToString();
        Assert.StartsWith("http://notes.example.org/forgot-password/", link, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_link_sets_the_password_that_the_person_chooses_once_and_ends_every_session()
    {
        var person = await SignedUpAsync();
        await person.SignInAsync();
        var link = await LinkAsync(person);
        var visitor = app.Visitor();
        var answer = await visitor.SubmitAsync(link, ("new_password", New), ("confirm_password", New));
        Assert.Equal((HttpStatusCode.SeeOther, "/signin/"), (answer.Status, answer.Location));
        Assert.Equal("Your password is successfully changed.", (await visitor.FollowAsync(answer)).Flash);
        Assert.Equal("/signin/", (await person.GetAsync("/")).Location);
        Assert.Equal(HttpStatusCode.SeeOther, (await person.SignInAsync(New)).Status);

        var dead = await visitor.GetAsync(link);
        Assert.Equal((HttpStatusCode.Gone, Dead), (dead.Status, dead.Heading));
    }

    [Fact]
    public async Task Until_the_link_is_used_the_old_password_works()
    {
        var person = await SignedUpAsync();
        await LinkAsync(person);
        Assert.Equal(HttpStatusCode.SeeOther, (await person.SignInAsync()).Status);
    }

    [Fact]
    public async Task The_link_dies_after_an_hour()
    {
        var person = await SignedUpAsync();
        var link = await LinkAsync(person);
        var form = await person.GetAsync(link);
        Assert.Equal("New password", form.Heading);
        // Identity reads the machine's clock: instead of waiting an hour, the hour is over at once.
        var options = app.Services.GetRequiredService<IOptions<DataProtectionTokenProviderOptions>>().Value;
        Assert.Equal(TimeSpan.FromHours(1), options.TokenLifespan);
        options.TokenLifespan = TimeSpan.Zero;
        Assert.Equal(Dead, (await person.GetAsync(link)).Heading);
        var late = await person.SubmitAsync(form, ("new_password", New), ("confirm_password", New));
        Assert.Equal((HttpStatusCode.Gone, Dead), (late.Status, late.Heading));
        Assert.Equal(HttpStatusCode.SeeOther, (await person.SignInAsync()).Status);
    }

    [Fact]
    public async Task A_link_for_somebody_else_or_with_another_token_does_not_work()
    {
        var (first, second) = (await SignedUpAsync(), await SignedUpAsync());
        var link = await LinkAsync(first);
        var id = await Postgres.ScalarAsync<Guid>(
            app.Connection, $"SELECT id FROM users WHERE email = '{second.Email}'");
        Assert.Equal(Dead, (await first.GetAsync(UserId().Replace(link, id.ToString(), 1))).Heading);
        Assert.Equal(Dead, (await first.GetAsync(link.TrimEnd('/') + "x/")).Heading);
        Assert.Equal(Dead, (await first.GetAsync($"/forgot-password/{id}/***/")).Heading);
    }

    [Fact]
    public async Task The_new_password_obeys_the_rules()
    {
        var person = await SignedUpAsync();
        var link = await LinkAsync(person);
        Assert.Equal(["new_password", "confirm_password"], (await person.SubmitAsync(link)).Wrong);
        var unlike = await person.SubmitAsync(link, ("new_password", New), ("confirm_password", "x"));
        Assert.Equal(["confirm_password"], unlike.Wrong);
        var weak = await person.SubmitAsync(link, ("new_password", "password"), ("confirm_password", "password"));
        Assert.Equal(["new_password"], weak.Wrong);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    public async Task An_address_is_required(string email) =>
        Assert.Equal(["email"], (await AskAsync(app.Visitor(), email)).Wrong);

    [Fact]
    public async Task Somebody_who_must_wait_gets_in_again_with_the_link()
    {
        var person = await SignedUpAsync();
        for (var i = 0; i < 6; i++) await person.SignInAsync("wrong-password");
        await person.SubmitAsync(await LinkAsync(person), ("new_password", New), ("confirm_password", New));
        Assert.Equal(HttpStatusCode.SeeOther, (await person.SignInAsync(New)).Status);
    }

    /// <summary>Who reads it can open the account.</summary>
    [Fact]
    public async Task A_mail_in_the_folder_is_for_its_owner_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        var person = await SignedUpAsync();
        await LinkAsync(person);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, NewestMail()!.UnixFileMode);
    }

    string MailFolder => Path.Combine(app.DataFolder, "mail");

    static Task<Answer> AskAsync(Person person, string email) =>
        person.SubmitAsync("/forgot-password/", ("email", email));

    async Task<Person> SignedUpAsync()
    {
        var person = app.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        return person;
    }

    async Task<string> LinkAsync(Person person)
    {
        await AskAsync(person, person.Email);
        return LinkIn(await MailAsync()).PathAndQuery;
    }

    /// <summary>The newest message, as soon as it has been written to its end.</summary>
    async Task<string> MailAsync()
    {
        var text = "";
        await Until.TrueAsync(async () =>
        {
            if (NewestMail() is { Length: > 0 } file)
                text = await File.ReadAllTextAsync(file.FullName, TestContext.Current.CancellationToken);
            return text.Contains("stays as it is", StringComparison.Ordinal);
        }, "a mail was written");
        return text;
    }

    FileInfo? NewestMail()
    {
        var folder = new DirectoryInfo(MailFolder);
        return folder.Exists ? folder.GetFiles("*.eml").MaxBy(f => f.LastWriteTimeUtc) : null;
    }

    static Uri LinkIn(string mail) => new(Link().Match(mail).Value);

    [GeneratedRegex(@"https?://\S+/forgot-password/\S+")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<=/forgot-password/)[^/]+")]
    private static partial Regex UserId();
}
