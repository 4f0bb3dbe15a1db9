using System.Text.Json;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Completion;

public sealed class CompleteTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Fact]
    public async Task A_link_goes_on_with_the_names_that_have_the_words_the_latest_first()
    {
        var person = await App.PersonAsync();
        await person.NoteAsync("Rowan jelly");
        await person.NoteAsync("Jelly of rowan berries");
        await person.NoteAsync("Growing", "rowan");
        Assert.Equal(["Jelly of rowan berries", "Rowan jelly"], await OffersAsync(person, "text", "[[Row"));
        Assert.Equal(["Jelly of rowan berries", "Rowan jelly"], await OffersAsync(person, "text", "[[rowan JE"));
        Assert.Equal(["Jelly of rowan berries", "Rowan jelly"], await OffersAsync(person, "text", "[[rowan j"));
        Assert.Equal(["Jelly of rowan berries"], await OffersAsync(person, "text", "[[ber"));
        Assert.Empty(await OffersAsync(person, "text", "[[jam"));
    }

    [Fact]
    public async Task What_is_written_for_a_name_leads_to_its_note()
    {
        var person = await App.PersonAsync();
        const string Name = "Jam [of] a|b \\ c";
        var to = await person.NoteAsync(Name);
        var offer = Assert.Single(await CompleteAsync(person, "text", "[[Jam"));
        Assert.Equal(Name, offer[0]);
        var from = await person.GetAsync($"/notes/{await person.NoteAsync("List", offer[1])}/");
        Assert.Equal($"/notes/{to}/", from.Document.QuerySelector(".note a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task A_tag_goes_on_with_those_that_begin_so_and_most_notes_have()
    {
        var person = await App.PersonAsync();
        await person.NoteAsync("One", tags: "work wood");
        await person.NoteAsync("Two", tags: "wood");
        await person.NoteAsync("Three", tags: "rework");
        Assert.Equal(["#wood", "#work"], await OffersAsync(person, "tags", "#W"));
        Assert.Equal(["#wood"], await OffersAsync(person, "tags", "woo"));
        Assert.Empty(await OffersAsync(person, "tags", "wood"));
        Assert.Equal([["#wood", "#wood "]], await CompleteAsync(person, "tags", "#woo"));
    }

    [Fact]
    public async Task Nothing_of_somebody_else_is_offered_nor_of_the_trash()
    {
        var (person, other) = (await App.PersonAsync(), await App.PersonAsync());
        var note = await person.NoteAsync("Rowan jelly", tags: "kitchen");
        Assert.Empty(await OffersAsync(other, "text", "[[Rowan"));
        Assert.Empty(await OffersAsync(other, "tags", "kit"));
        Assert.Equal(["Rowan jelly"], await OffersAsync(person, "text", "[[Rowan"));
        await person.ActAsync(note, "Delete");
        Assert.Empty(await OffersAsync(person, "text", "[[Rowan"));
    }

    [Theory]
    [InlineData(""), InlineData("[["), InlineData("#"), InlineData("-"), InlineData("\" & | !"), InlineData("a b #c")]
    [InlineData("is:trash"), InlineData("\0"), InlineData("\\")]
    public async Task Odd_words_are_no_failure(string typed)
    {
        var person = await App.PersonAsync();
        await person.NoteAsync("Rowan jelly", tags: "kitchen");
        Assert.Empty(await OffersAsync(person, "text", typed));
        Assert.Empty(await OffersAsync(person, "tags", typed));
    }

    [Fact]
    public async Task Eight_are_enough()
    {
        var person = await App.PersonAsync();
        for (var n = 1; n <= 9; n++) await person.NoteAsync($"Rowan {n}", tags: $"tag{n}");
        Assert.Equal(8, (await OffersAsync(person, "text", "[[rowan")).Count);
        Assert.Equal(8, (await OffersAsync(person, "tags", "tag")).Count);
        Assert.Empty(await OffersAsync(person, "text", new string('r', 5_000)));
    }

    static async Task<List<string>> OffersAsync(Person person, string field, string typed) =>
        [.. (await CompleteAsync(person, field, typed)).Select(offer => offer[0])];

    static async Task<string[][]> CompleteAsync(Person person, string field, string typed)
    {
        var answer = await person.GetAsync($"/complete/{field}/?typed={Uri.EscapeDataString(typed)}");
        return JsonSerializer.Deserialize<string[][]>(answer.Body)!;
    }
}
