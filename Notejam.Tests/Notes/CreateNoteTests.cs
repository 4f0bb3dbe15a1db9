using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Notes;

public sealed class CreateNoteTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Fact]
    public async Task Success_without_a_pad_leads_home()
    {
        var person = await App.PersonAsync();
        var saved = await person.SubmitAsync(
            "/notes/create/", ("name", "Rowan jelly"), ("text", "Freeze the berries first."));
        Assert.Equal((HttpStatusCode.SeeOther, "/"), (saved.Status, saved.Location));
        var home = await person.FollowAsync(saved);
        Assert.Equal("Note is successfully created", home.Flash);
        Assert.Equal(["Rowan jelly"], home.Notes);
        Assert.Equal("No pad", home.Document.QuerySelector(".notes td.pad")!.TextContent);
    }

    [Fact]
    public async Task Success_in_a_pad_leads_to_the_pad()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Kitchen");
        var saved = await person.SubmitAsync(
            "/notes/create/", ("name", "Rowan jelly"), ("text", "Freeze."), ("pad", pad));
        Assert.Equal($"/pads/{pad}/", saved.Location);
        Assert.Equal(["Rowan jelly"], (await person.FollowAsync(saved)).Notes);
    }

    [Fact]
    public async Task An_anonymous_visitor_is_asked_to_sign_in_and_nothing_is_saved()
    {
        var visitor = App.Visitor();
        Assert.Equal("/signin/?next=%2Fnotes%2Fcreate%2F", (await visitor.GetAsync("/notes/create/")).Location);
        var before = await CountAsync();
        var refused = await visitor.PostAsync("/notes/create/", ("name", "n"), ("text", "t"));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        Assert.Equal(before, await CountAsync());
    }

    [Theory]
    [InlineData(798)]
    [InlineData(198)]
    public async Task A_character_of_two_units_is_never_cut_in_half(int spaces)
    {
        var person = await App.PersonAsync();
        await person.NoteAsync("Emoji", "a" + new string(spaces > 200 ? ' ' : 'b', spaces) + "😀 tail");
        Assert.DoesNotContain("\ufffd", (await person.GetAsync("/")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("\u200b \u202e", "\u3000")]
    [InlineData("\u3164", "\u3164\n\u2800")]
    [InlineData("  \t ", " \r\n ")]
    public async Task Name_and_text_are_required_and_the_pad_is_not(string name, string text)
    {
        var person = await App.PersonAsync();
        var answer = await person.SubmitAsync("/notes/create/", ("name", name), ("text", text));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal(["name", "text"], answer.Wrong);
        Assert.Equal(("Name is required", "Text is required"), (answer.Error("name"), answer.Error("text")));
        Assert.Equal("Error: New note · Notejam", answer.Title);
    }

    [Fact]
    public async Task It_cannot_be_put_into_somebody_elses_pad()
    {
        var (person, other) = (await App.PersonAsync(), await App.PersonAsync());
        var theirs = await other.PadAsync("Theirs");
        var answer = await person.SubmitAsync("/notes/create/", ("name", "Mine"), ("text", "t"), ("pad", theirs));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal(["pad"], answer.Wrong);
        Assert.Empty((await person.GetAsync("/")).Notes);
    }

    [Fact]
    public async Task Somebody_elses_pad_is_a_complaint_among_others()
    {
        var (person, other) = (await App.PersonAsync(), await App.PersonAsync());
        var theirs = await other.PadAsync("Theirs");
        var answer = await person.SubmitAsync("/notes/create/", ("name", "n"), ("text", ""), ("pad", theirs));
        Assert.Equal(["pad", "text"], answer.Wrong);
        Assert.Equal("Choose one of your pads", answer.Error("pad"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("nonsense")]
    [InlineData("01a205c4-9ae1-7fc7-adc0-e31ed2b2886e")]
    public async Task An_unknown_pad_is_refused_and_what_was_typed_stays(string pad)
    {
        var person = await App.PersonAsync();
        var answer = await person.SubmitAsync(
            "/notes/create/", ("name", "Kept <name>"), ("text", "\nKept\ntext"), ("pad", pad));
        Assert.Equal(["pad"], answer.Wrong);
        Assert.Equal("Kept <name>", answer.Document.GetElementById("name")!.TextContent);
        Assert.Equal("\nKept\ntext", answer.Document.GetElementById("text")!.TextContent);
    }

    [Fact]
    public async Task The_pad_that_one_comes_from_is_chosen()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Kitchen");
        var page = await person.GetAsync($"/pads/{pad}/");
        var form = await person.GetAsync(page.Document.QuerySelector("main .button")!.GetAttribute("href")!);
        Assert.Equal(pad, form.Document.QuerySelector("option[selected]")!.GetAttribute("value"));
        Assert.Equal($"/pads/{pad}/", form.Document.QuerySelector(".save a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Somebody_elses_pad_is_neither_chosen_nor_listed()
    {
        var (person, other) = (await App.PersonAsync(), await App.PersonAsync());
        var form = await person.GetAsync($"/notes/create/?pad={await other.PadAsync("Theirs")}");
        Assert.Equal(["No pad"], form.Document.QuerySelectorAll("option").Select(o => o.TextContent));
    }

    [Fact]
    public async Task A_name_has_at_most_100_characters()
    {
        var person = await App.PersonAsync();
        var answer = await person.SubmitAsync("/notes/create/", ("name", new string('n', 101)), ("text", "t"));
        Assert.Equal("Use at most 100 characters for the name", answer.Error("name"));
        var saved = await person.SubmitAsync(answer, ("name", new string('n', 100)));
        Assert.Equal(HttpStatusCode.SeeOther, saved.Status);
    }

    [Fact]
    public async Task A_text_has_at_most_100_000_characters_in_any_script()
    {
        var person = await App.PersonAsync();
        var answer = await person.SubmitAsync("/notes/create/", ("name", "Long"), ("text", new string('漢', 100_001)));
        Assert.Equal("Use at most 100,000 characters for the text", answer.Error("text"));
        var saved = await person.SubmitAsync(answer, ("text", new string('漢', 99_999) + "\r\n."));
        Assert.Equal(["text"], saved.Wrong);
        var longest = await person.SubmitAsync(saved, ("text", new string('漢', 99_998) + "\r\n."));
        Assert.Equal(HttpStatusCode.SeeOther, longest.Status);
    }

    [Fact]
    public async Task The_same_form_sent_twice_makes_one_note()
    {
        var person = await App.PersonAsync();
        var form = await person.GetAsync("/notes/create/");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => person.SubmitAsync(form, ("name", "Once"), ("text", "t"))));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.SeeOther, a.Status));
        Assert.Equal(["Once"], (await person.GetAsync("/")).Notes);
    }

    [Fact]
    public async Task The_same_form_with_another_text_makes_one_second_note()
    {
        var person = await App.PersonAsync();
        var form = await person.GetAsync("/notes/create/");
        await person.SubmitAsync(form, ("name", "First"), ("text", "t"));
        await Task.WhenAll(Enumerable.Range(0, 4)
            .Select(_ => person.SubmitAsync(form, ("name", "Second"), ("text", "t"))));
        Assert.Equal(["Second", "First"], (await person.GetAsync("/")).Notes);
    }

    [Fact]
    public async Task The_id_of_somebody_elses_note_takes_nothing_from_them()
    {
        var (person, other) = (await App.PersonAsync(), await App.PersonAsync());
        var theirs = await other.NoteAsync("Theirs", "Their text");
        var answer = await person.SubmitAsync("/notes/create/", ("id", theirs), ("name", "Mine"), ("text", "My text"));
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.Equal(["Mine"], (await person.GetAsync("/")).Notes);
        Assert.Contains("Their text", (await other.GetAsync($"/notes/{theirs}/")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_that_the_form_does_not_have_are_ignored()
    {
        var (person, other) = (await App.PersonAsync(), await App.PersonAsync());
        var owner = await Postgres.ScalarAsync<Guid>(
            App.Connection, $"SELECT id FROM users WHERE email = '{other.Email}'");
        await person.SubmitAsync("/notes/create/",
            ("name", "Mine"),
            ("text", "t"),
            ("owner_id", owner.ToString()),
            ("OwnerId", owner.ToString()),
            ("form.OwnerId", owner.ToString()));
        Assert.Equal(["Mine"], (await person.GetAsync("/")).Notes);
        Assert.Empty((await other.GetAsync("/")).Notes);
    }

    /// <summary>Gone back to after its note was deleted, and again: there is a note each time.</summary>
    [Fact]
    public async Task A_form_whose_note_is_in_the_trash_makes_another()
    {
        var person = await App.PersonAsync();
        var (note, pad) = (await person.GetAsync("/notes/create/"), await person.GetAsync("/pads/create/"));
        for (var round = 0; round < 3; round++)
        {
            await person.SubmitAsync(note, ("name", "Again"), ("text", "Again."));
            var home = await person.FollowAsync(await person.SubmitAsync(pad, ("name", "Again")));
            Assert.Equal("Again (0)", home.Heading);
            home = await person.GetAsync("/");
            var made = home.Document.QuerySelector(".notes .name a")!.GetAttribute("href")!;
            Assert.Equal(["Again"], home.Notes);
            await person.SubmitAsync(made);
            var there = home.Document.QuerySelector(".side ul[aria-labelledby=my-pads] a")!.GetAttribute("href")!;
            await person.SubmitAsync($"{there}delete/");
        }
    }

    Task<long> CountAsync() => Postgres.ScalarAsync<long>(App.Connection, "SELECT count(*) FROM notes");
}
