using System.Net;
using System.Text;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Http;

/// <summary>What is typed is what is stored, what the edit page shows, and what is stored again.</summary>
public sealed class RoundTripTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    public static TheoryData<string, int, int> Ranges => new()
    {
        { "controls", 0x01, 0x1F },
        { "ASCII", 0x20, 0x7F },
        { "controls of Latin 1", 0x80, 0x9F },
        { "Latin", 0xA0, 0x24F },
        { "marks and right to left", 0x300, 0x6FF },
        { "joiners, directions, spaces", 0x2000, 0x206F },
        { "kana and fillers", 0x3000, 0x31FF },
        { "private use", 0xE000, 0xE0FF },
        { "variation selectors, byte order marks, noncharacters", 0xFDD0, 0xFFFF },
        { "emoji", 0x1F300, 0x1F6FF },
        { "tags", 0xE0000, 0xE007F },
        { "the last", 0x10FFF0, 0x10FFFF },
    };

    [Theory]
    [MemberData(nameof(Ranges))]
    public async Task A_text_of_any_characters_is_the_same_after_viewing_and_saving(string what, int first, int last)
    {
        var person = await App.PersonAsync();
        var characters = Enumerable.Range(first, last - first + 1).Where(c => c is not '\r');
        var text = $"{what}: " + string.Concat(characters.Select(c => char.ConvertFromUtf32(c) + "."));
        var note = await person.NoteAsync("Every character", text);
        Assert.Equal(text, await StoredAsync(note));
        Assert.Contains("Every character", (await person.GetAsync("/")).Notes);

        var form = await person.GetAsync($"/notes/{note}/edit/");
        Assert.Equal(text, form.Document.GetElementById("text")!.TextContent);
        Assert.Equal(HttpStatusCode.SeeOther, (await person.SubmitAsync(form, ("name", "Saved again"))).Status);
        Assert.Equal(text, await StoredAsync(note));
    }

    [Theory]
    [InlineData("\f\u2028 👩‍🚒 ❤️ שלום \u200f\ufeff e\u0301")]
    [InlineData("\u0093quoted by Windows\u0094 \u001b[1m")]
    public async Task So_is_a_text_that_comes_back_with_a_mistake(string text)
    {
        var person = await App.PersonAsync();
        var answer = await person.SubmitAsync("/notes/create/", ("name", new string('n', 101)), ("text", text));
        Assert.Equal(["name"], answer.Wrong);
        Assert.Equal(text, answer.Document.GetElementById("text")!.TextContent);
    }

    [Fact]
    public async Task NUL_which_the_database_cannot_keep_is_left_out()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("n\0ame", "t\0ext 100% of 0 and %00 " + new string('x', 20_000) + "\0\0.");
        Assert.Equal("t" + "ext 100% of 0 and %00 " + new string('x', 20_000) + ".", await StoredAsync(note));
        Assert.Equal("name", (await person.GetAsync($"/notes/{note}/")).Heading);
    }

    [Theory]
    [InlineData("/?order=%00")]
    [InlineData("/?after=%00&before=%00")]
    [InlineData("/notes/create/?pad=%00")]
    public async Task NUL_in_an_address_is_nonsense_like_any_other(string path) =>
        Assert.Equal(HttpStatusCode.OK, (await (await App.PersonAsync()).GetAsync(path)).Status);

    [Fact]
    public async Task A_name_of_100_characters_beyond_the_first_65_536_is_kept()
    {
        var person = await App.PersonAsync();
        var name = string.Concat(Enumerable.Repeat("😀", 100));
        var note = await person.NoteAsync(name);
        Assert.Equal(name, (await person.GetAsync($"/notes/{note}/")).Heading);
        var answer = await person.SubmitAsync($"/notes/{note}/edit/", ("name", name + "😀"));
        Assert.Equal("Use at most 100 characters for the name", answer.Error("name"));
        Assert.Equal(name + "😀", answer.Document.GetElementById("name")!.TextContent);
    }

    [Fact]
    public async Task An_excerpt_ends_with_a_whole_character()
    {
        var person = await App.PersonAsync();
        await person.NoteAsync("Long", new string('x', 198) + "👩‍🚒 and more");
        var excerpt = (await person.GetAsync("/")).Document.QuerySelector(".notes p")!.TextContent;
        Assert.Equal(new string('x', 198), excerpt);
    }

    Task<string> StoredAsync(string note) =>
        Postgres.ScalarAsync<string>(App.Connection, $"SELECT text FROM notes WHERE id = '{note}'");
}
