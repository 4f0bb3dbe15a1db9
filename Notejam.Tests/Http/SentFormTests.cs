using System.Net;
using AngleSharp.Dom;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Http;

/// <summary>A form that was not saved: its answer carries what was typed, and a way to save it.</summary>
public sealed class SentFormTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    const string Text = "\nTyped for an hour,\n  with <care> & \"quotes\"";

    NotejamApp App => fixture.App;

    [Fact]
    public async Task A_form_that_somebody_else_had_opened_says_whose_it_would_become_and_saves_it_there()
    {
        var (person, other) = (await App.PersonAsync(), await App.PersonAsync());
        var form = await person.GetAsync("/notes/create/");
        var answer = await other.SubmitAsync(form, ("name", "Typed"), ("text", Text));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("This form cannot be used any more.", answer.Heading);
        AssertCarries(answer, "Typed", Text);
        var main = answer.Document.QuerySelector("main")!.TextContent;
        Assert.Contains($"You are signed in as {other.Email}", main, StringComparison.Ordinal);
        var saved = await other.SubmitAsync(answer);
        Assert.Equal((HttpStatusCode.SeeOther, "/"), (saved.Status, saved.Location));
        Assert.Equal(["Typed"], (await other.GetAsync("/")).Notes);
        Assert.Empty((await person.GetAsync("/")).Notes);
    }

    [Fact]
    public async Task Signed_out_meanwhile_it_waits_in_the_page_until_its_writer_is_back()
    {
        var person = await App.PersonAsync();
        var form = await person.GetAsync("/notes/create/");
        await person.SignOutAsync();
        person.ForgetBrowser();
        var answer = await person.SubmitAsync(form, ("name", "Typed"), ("text", Text));
        Assert.Equal((HttpStatusCode.Unauthorized, "Nothing is lost."), (answer.Status, answer.Heading));
        AssertCarries(answer, "Typed", Text);
        Assert.Equal("_blank", answer.Document.QuerySelector("main a[href='/signin/']")!.GetAttribute("target"));
        // Pressed too early, it is the same page again.
        answer = await person.SubmitAsync(answer);
        AssertCarries(answer, "Typed", Text);
        await person.SignInAsync();
        answer = await person.SubmitAsync(answer);
        if (answer.Status == HttpStatusCode.BadRequest) answer = await person.SubmitAsync(answer);
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.Equal(["Typed"], (await person.GetAsync("/")).Notes);
    }

    [Fact]
    public async Task Passwords_never_come_back()
    {
        var person = await App.PersonAsync();
        var form = await person.GetAsync("/settings/");
        var other = await App.PersonAsync();
        await person.SignOutAsync();
        foreach (var sender in new[] { person, other })
        {
            var answer = await sender.SubmitAsync(form,
                ("current_password", "secret-one"), ("new_password", "secret-two"), ("confirm_password", "secret-two"));
            Assert.True(answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest, $"{answer.Status}");
            Assert.DoesNotContain("secret-", answer.Body, StringComparison.Ordinal);
            Assert.Null(answer.Document.QuerySelector("main form"));
        }
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task From_another_site_it_is_refused_before_its_token_is_looked_at_and_nothing_is_echoed(
        string header, string value)
    {
        var person = await App.PersonAsync();
        var answer = await PostAsync(person, (header, value));
        Assert.Equal((HttpStatusCode.Forbidden, "This came from another site."), (answer.Status, answer.Heading));
        Assert.DoesNotContain("Typed", answer.Body, StringComparison.Ordinal);
        Assert.Null(answer.Document.QuerySelector("main form"));
        Assert.Empty((await person.GetAsync("/")).Notes);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Origin", "{own}")]
    public async Task From_our_own_pages_it_is_taken(string header, string value)
    {
        var person = await App.PersonAsync();
        var own = App.Address.GetLeftPart(UriPartial.Authority);
        var sent = value.Replace("{own}", own, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await PostAsync(person, (header, sent))).Status);
    }

    [Fact]
    public async Task Where_the_browser_tells_both_the_site_decides()
    {
        var person = await App.PersonAsync();
        var own = await PostAsync(person, ("Sec-Fetch-Site", "same-origin"), ("Origin", "null"));
        Assert.Equal(HttpStatusCode.SeeOther, own.Status);
        var foreign = await PostAsync(person, ("Sec-Fetch-Site", "cross-site"), ("Origin", "null"));
        Assert.Equal(HttpStatusCode.Forbidden, foreign.Status);
    }

    static async Task<Answer> PostAsync(Person person, params (string Name, string Value)[] headers)
    {
        var token = (await person.GetAsync("/notes/create/")).Token;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/notes/create/");
        request.Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["csrf"] = token,
            ["name"] = "Typed",
            ["text"] = "Typed",
        });
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return await Answer.ReadAsync(await person.SendAsync(request));
    }

    static void AssertCarries(Answer answer, string name, string text)
    {
        Assert.Equal(name, Field("Name"));
        Assert.Equal(text, Field("Note"));

        string Field(string label)
        {
            var found = answer.Document.QuerySelectorAll("main label").Single(l => l.TextContent == label);
            return answer.Document.GetElementById(found.GetAttribute("for")!)!.TextContent;
        }
    }
}
