using System.Net;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Notejam.Tests.Hosting;
using Notejam.Web.Accounts.Kept;
using Notejam.Web.Notes;
using Notejam.Web.Pads;

namespace Notejam.Tests.Accounts;

/// <summary>What is sent after the session has ended leads through the door back to its form, and to nobody else.</summary>
public sealed class KeptFormTests(AppFixture fixture, Postgres postgres) : IClassFixture<AppFixture>
{
    const string Text = "  Typed\n\nfor an \"hour\" & <more> \u00e4\U0001f347";

    NotejamApp App => fixture.App;

    [Theory]
    [InlineData("/notes/create/")]
    [InlineData("/notes/{note}/edit/")]
    [InlineData("/pads/create/")]
    [InlineData("/pads/{pad}/edit/")]
    [InlineData("/tags/before/rename/")]
    public async Task Signed_in_again_its_form_is_back_as_it_was_sent(string path)
    {
        var person = await App.PersonAsync();
        var (note, pad) = (await person.NoteAsync("Before", tags: "before"), await person.PadAsync("Kitchen"));
        path = path.Replace("{note}", note, StringComparison.Ordinal).Replace("{pad}", pad, StringComparison.Ordinal);
        var form = await person.GetAsync(path);
        await EndSessionsAsync(App, person);
        var isNote = path.StartsWith("/notes/", StringComparison.Ordinal);
        // A tag has small letters.
        var name = path.StartsWith("/tags/", StringComparison.Ordinal) ? "typed" : "Typed";
        var sent = await (isNote
            ? person.SubmitAsync(form, ("name", "Typed"), ("text", Text), ("pad", pad))
            : person.SubmitAsync(form, ("name", name)));
        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
        Assert.Matches("^/signin/\\?next=/kept/[0-9a-f]{16}/$", sent.Location);

        var door = await person.FollowAsync(sent);
        Assert.Equal("Nothing is lost.", door.Document.QuerySelector(".lead")!.TextContent);
        Assert.Equal("Sign in to go on", door.Heading);
        Assert.DoesNotContain(person.Email, door.Body, StringComparison.Ordinal);
        var wrong = await person.SubmitAsync(door, ("email", person.Email), ("password", "wrong-password"));
        Assert.Equal("Nothing is lost.", wrong.Document.QuerySelector(".lead")!.TextContent);
        var back = await person.FollowAsync(
            await person.SubmitAsync(wrong, ("email", person.Email), ("password", Person.Password)));
        Assert.Equal("You are signed in again. Your text is back, not saved yet.", back.Flash);
        Assert.Equal(isNote ? $"{path}?save" : path, back.Form.GetAttribute("action"));
        if (isNote)
        {
            Assert.Equal(Text, back.Document.GetElementById("text")!.TextContent);
            Assert.Equal(pad, back.Document.QuerySelector("#pad [selected]")!.GetAttribute("value"));
        }
        var saved = await person.SubmitAsync(back);
        Assert.Equal(HttpStatusCode.SeeOther, saved.Status);
        var shown = (await person.FollowAsync(saved)).Document.Body!.TextContent;
        Assert.Contains(name, shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edit_that_waited_is_still_compared_with_what_is_saved()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Before", "The text before.");
        var form = await person.GetAsync($"/notes/{note}/edit/");
        await person.SubmitAsync(form, ("text", "From elsewhere."));
        var back = await ComeBackAsync(person, form, ("text", Text));
        Assert.Equal(HttpStatusCode.Conflict, (await person.SubmitAsync(back)).Status);
        Assert.Equal("From elsewhere.", await person.TextAsync(note));
    }

    [Theory]
    [InlineData(true, "Restore and save")]
    [InlineData(false, "Save as a new note")]
    public async Task A_note_that_is_gone_meanwhile_costs_no_typed_character(bool isInTrash, string way)
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Before");
        var form = await person.GetAsync($"/notes/{note}/edit/");
        await person.SubmitAsync($"/notes/{note}/delete/");
        if (!isInTrash) await person.SubmitAsync($"/trash/notes/{note}/delete/");
        var back = await ComeBackAsync(person, form, ("text", Text));
        Assert.Equal(Text, back.Document.GetElementById("text")!.TextContent);
        if (isInTrash) back = await person.SubmitAsync(back);
        Assert.Equal(way, back.Document.QuerySelector(".save button")!.TextContent);
        Assert.Equal(Text, back.Document.GetElementById("text")!.TextContent);
    }

    [Fact]
    public async Task Who_signs_in_as_somebody_else_does_not_see_it_and_its_writer_still_does()
    {
        var (person, other) = (await App.PersonAsync(), await App.PersonAsync());
        var form = await person.GetAsync("/notes/create/");
        await EndSessionsAsync(App, person);
        var door = await person.FollowAsync(await person.SubmitAsync(form, ("name", "Typed"), ("text", Text)));
        var signedIn = await person.SubmitAsync(door, ("email", other.Email), ("password", Person.Password));
        var gone = await person.FollowAsync(signedIn);
        Assert.Equal((HttpStatusCode.NotFound, "The text that was kept has gone."), (gone.Status, gone.Heading));
        Assert.DoesNotContain("Typed", gone.Body, StringComparison.Ordinal);
        await person.SignOutAsync();
        await person.SignInAsync();
        Assert.Equal(Text, (await person.GetAsync(signedIn.Location)).Document.GetElementById("text")!.TextContent);
    }

    [Fact]
    public async Task Two_windows_have_a_form_each()
    {
        var person = await App.PersonAsync();
        var (one, two) = (await person.GetAsync("/notes/create/"), await person.GetAsync("/notes/create/"));
        await EndSessionsAsync(App, person);
        List<Answer> doors = [];
        foreach (var (form, text) in new[] { (one, "One."), (two, "Two.") })
            doors.Add(await person.FollowAsync(await person.SubmitAsync(form, ("name", "Typed"), ("text", text))));
        await person.SignInAsync();
        foreach (var (door, text) in doors.Zip(["One.", "Two."]))
        {
            Assert.Equal("Nothing is lost.", door.Document.QuerySelector(".lead")!.TextContent);
            var next = door.Form.QuerySelector("[name=next]")!.GetAttribute("value")!;
            Assert.Equal(text, (await person.GetAsync(next)).Document.GetElementById("text")!.TextContent);
        }
    }

    /// <summary>Two people with one browser: the form is of the first, and the second has signed in since.</summary>
    [Fact]
    public async Task A_form_is_not_kept_for_whoever_has_signed_in_since()
    {
        var (person, other) = (await App.PersonAsync(), await App.PersonAsync());
        var form = await person.GetAsync("/notes/create/");
        await person.SignOutAsync();
        await person.SubmitAsync("/signin/", ("email", other.Email), ("password", Person.Password));
        await person.SignOutAsync();
        var sent = await person.SubmitAsync(form, ("name", "Typed"), ("text", Text));
        Assert.Equal(HttpStatusCode.Unauthorized, sent.Status);
        Assert.Equal(0, await CountAsync(App, other));
        Assert.Equal(0, await CountAsync(App, person));
    }

    [Fact]
    public async Task A_stranger_a_forged_form_and_a_password_are_not_kept()
    {
        var person = await App.PersonAsync();
        var (form, settings) = (await person.GetAsync("/notes/create/"), await person.GetAsync("/settings/"));
        await EndSessionsAsync(App, person);
        var forged = await person.SubmitAsync(form, ("name", "n"), ("text", "t"), ("csrf", "forged"));
        var password = await person.SubmitAsync(settings, ("current_password", "secret-one"));
        person.ForgetBrowser();
        var stranger = await person.SubmitAsync(form, ("name", "n"), ("text", "t"));
        Assert.All([forged, password, stranger], a => Assert.Equal(HttpStatusCode.Unauthorized, a.Status));
        Assert.Equal(0, await CountAsync(App, person));
    }

    [Fact]
    public async Task It_waits_for_an_hour_encrypted_and_five_at_most()
    {
        await using var app = NotejamApp.Start(await postgres.CreateDatabaseAsync());
        var person = await app.PersonAsync();
        var form = await person.GetAsync("/notes/create/");
        await EndSessionsAsync(app, person);
        List<string> doors = [];
        for (var i = 0; i < 8; i++)
        {
            var sent = await person.SubmitAsync(form, ("name", $"Typed {i}"), ("text", "Secretly written"));
            doors.Add(sent.Location.Split("next=")[1]);
        }
        Assert.Equal(5, await CountAsync(app, person));
        Assert.Equal(0, await Postgres.ScalarAsync<long>(
            app.Connection, "SELECT count(*) FROM kept_forms WHERE position('Secretly' IN encode(content, 'escape')) > 0"));
        await person.SignInAsync();
        Assert.Equal("The text that was kept has gone.", (await person.GetAsync(doors[2])).Heading);
        for (var i = 3; i < 8; i++)
            Assert.Equal($"Typed {i}", (await person.GetAsync(doors[i])).Document.GetElementById("name")!.TextContent);

        app.Clock.Ahead = TimeSpan.FromMinutes(61);
        Assert.Equal("The text that was kept has gone.", (await person.GetAsync(doors[7])).Heading);
        await app.Hosted<KeptCleanup>().DeleteAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, await CountAsync(app, person));
    }

    /// <summary>A field that is added to a form must not be forgotten here.</summary>
    [Theory]
    [InlineData(typeof(NoteForm)), InlineData(typeof(PadForm))]
    public void Each_field_of_a_form_comes_back(Type type)
    {
        const string Id = "01a228fd-23f3-7ec4-ad55-bf86fa93e4a8";
        // What a button says comes when it is pressed again.
        string[] buttons = [nameof(NoteForm.Restore), nameof(NoteForm.Stay)];
        var properties = type.GetProperties().Where(p => p.CanWrite && !buttons.Contains(p.Name)).ToList();
        var fields = properties.ToDictionary(Field, p => new StringValues(Typed(p)));
        var form = type.GetMethod("Of", BindingFlags.NonPublic | BindingFlags.Static, [typeof(IFormCollection)])!
            .Invoke(null, [new FormCollection(fields)]);
        Assert.All(properties, p => Assert.Equal(Typed(p), $"{p.GetValue(form)}"));

        static string Field(PropertyInfo property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
        static string Typed(PropertyInfo property) => property switch
        {
            { Name: nameof(NoteForm.Draft) } => Id.Replace("-", "", StringComparison.Ordinal),
            { PropertyType: var type } when type == typeof(Guid) => Id,
            { PropertyType: var type } when type == typeof(int) => "7",
            _ => "typed",
        };
    }

    async Task<Answer> ComeBackAsync(Person person, Answer form, params (string, string)[] fields)
    {
        await EndSessionsAsync(App, person);
        var door = await person.FollowAsync(await person.SubmitAsync(form, fields));
        return await person.FollowAsync(
            await person.SubmitAsync(door, ("email", person.Email), ("password", Person.Password)));
    }

    internal static Task EndSessionsAsync(NotejamApp app, Person person) => Postgres.ExecuteAsync(app.Connection, $"""
        UPDATE sessions SET expires_at = '2020-01-01Z'
        WHERE user_id = (SELECT id FROM users WHERE email = '{person.Email}')
        """);

    static Task<long> CountAsync(NotejamApp app, Person person) => Postgres.ScalarAsync<long>(app.Connection, $"""
        SELECT count(*) FROM kept_forms WHERE owner_id = (SELECT id FROM users WHERE email = '{person.Email}')
        """);
}
