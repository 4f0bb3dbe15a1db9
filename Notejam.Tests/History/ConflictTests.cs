using System.Net;
using AngleSharp.Html.Dom;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.History;

public sealed class ConflictTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Fact]
    public async Task A_save_over_a_newer_text_changes_nothing_and_shows_both()
    {
        var (person, note, late) = await TwoTabsAsync("Ten people.", "Eleven people.");
        var answer = await person.SubmitAsync(late, ("text", "Twelve people."));
        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Equal("This note changed while you were writing", answer.Heading);
        Assert.Equal(["Eleven", "Twelve"], Changed(answer, "ins").Order());
        Assert.Equal(["Ten", "Ten"], Changed(answer, "del"));
        Assert.Equal("Eleven people.", await person.TextAsync(note));
    }

    [Fact]
    public async Task Mine_is_kept_by_one_button_and_theirs_stays_in_the_history()
    {
        var (person, note, late) = await TwoTabsAsync("Ten people.", "Eleven people.");
        var answer = await person.SubmitAsync(late, ("text", "Twelve people."));
        Assert.Equal("/", (await person.SubmitAsync(answer)).Location);
        Assert.Equal("Twelve people.", await person.TextAsync(note));
        Assert.Contains("Eleven people.", await HistoryAsync(person, note));
    }

    [Fact]
    public async Task Whoever_keeps_theirs_or_just_leaves_finds_mine_in_the_history()
    {
        var (person, note, late) = await TwoTabsAsync("Ten people.", "Eleven people.");
        await person.SubmitAsync(late, ("text", "Twelve people."));
        Assert.Equal("Eleven people.", await person.TextAsync(note));
        Assert.Contains("Twelve people.", await HistoryAsync(person, note));
    }

    [Fact]
    public async Task The_merge_has_both_changes_and_both_texts_stay_in_the_history()
    {
        var (person, note, late) = await TwoTabsAsync("Ten people. Book it.", "Eleven people. Book it.");
        var answer = await person.SubmitAsync(late, ("text", "Ten people. Book it before Friday."));
        var merge = Merge(answer);
        Assert.Equal("Eleven people. Book it before Friday.", merge.QuerySelector("#text")!.TextContent.Trim());
        var saved = await person.SubmitAsync(merge);
        Assert.Equal("/", saved.Location);
        Assert.Equal("Eleven people. Book it before Friday.", await person.TextAsync(note));
        var history = await HistoryAsync(person, note);
        Assert.Contains("Eleven people. Book it.", history);
        Assert.Contains("Ten people. Book it before Friday.", history);
    }

    [Fact]
    public async Task A_third_save_while_two_are_merged_is_a_conflict_again()
    {
        var (person, note, late) = await TwoTabsAsync("Ten people.", "Eleven people.");
        var answer = await person.SubmitAsync(late, ("text", "Twelve people."));
        await person.SubmitAsync($"/notes/{note}/edit/", ("text", "Thirteen people."));
        var merge = Merge(answer);
        var again = await person.SubmitAsync(merge);
        Assert.Equal(HttpStatusCode.Conflict, again.Status);
        Assert.Equal("Thirteen people.", await person.TextAsync(note));
    }

    [Fact]
    public async Task A_third_save_before_mine_is_kept_is_a_conflict_again()
    {
        var (person, note, late) = await TwoTabsAsync("Ten people.", "Eleven people.");
        var answer = await person.SubmitAsync(late, ("text", "Twelve people."));
        await person.SubmitAsync($"/notes/{note}/edit/", ("text", "Thirteen people."));
        Assert.Equal(HttpStatusCode.Conflict, (await person.SubmitAsync(answer)).Status);
        Assert.Equal("Thirteen people.", await person.TextAsync(note));
    }

    [Fact]
    public async Task Mine_is_there_to_be_saved_if_the_note_is_deleted_before_I_choose()
    {
        var (person, note, late) = await TwoTabsAsync("Ten people.", "Eleven people.");
        var answer = await person.SubmitAsync(late, ("text", "Twelve people."));
        await person.SubmitAsync($"/notes/{note}/delete/");
        var gone = await person.SubmitAsync(answer);
        Assert.Equal("Restore and save", gone.Document.QuerySelector(".save button")!.TextContent);
        Assert.Equal("Twelve people.", gone.Document.GetElementById("text")!.TextContent.Trim());
    }

    [Fact]
    public async Task The_pad_that_was_chosen_goes_with_mine()
    {
        var (person, _, late) = await TwoTabsAsync("Ten people.", "Eleven people.");
        var pad = await person.PadAsync("Work");
        var answer = await person.SubmitAsync(late, ("text", "Twelve people."), ("pad", pad));
        Assert.Equal($"/pads/{pad}/", (await person.SubmitAsync(answer)).Location);
    }

    [Fact]
    public async Task A_pad_that_is_none_of_theirs_is_a_complaint_before_the_choice()
    {
        var (person, _, late) = await TwoTabsAsync("Ten people.", "Eleven people.");
        var theirs = await (await App.PersonAsync()).PadAsync("Theirs");
        var answer = await person.SubmitAsync(late, ("text", "Twelve people."), ("pad", theirs));
        Assert.Equal(["pad"], answer.Wrong);
        Assert.Equal("Twelve people.", answer.Document.GetElementById("text")!.TextContent.Trim());
    }

    [Fact]
    public async Task Two_names_for_one_note_are_named()
    {
        var (person, note, late) = await TwoTabsAsync("Ten people.", "Ten people.", name: "Retreat");
        var answer = await person.SubmitAsync(late, ("name", "Away days"));
        Assert.Contains("“Away days” (theirs: “Retreat”)", answer.Document.QuerySelector(".meta")!.TextContent,
            StringComparison.Ordinal);
        Assert.Equal("Retreat", (await person.GetAsync($"/notes/{note}/")).Heading);
    }

    /// <summary>Of several texts within ten minutes the history has not each.</summary>
    [Fact]
    public async Task Where_the_common_text_is_no_more_each_shows_what_the_other_lacks()
    {
        var (person, note, _) = await TwoTabsAsync("Nine people.", "Ten people.");
        await person.SubmitAsync($"/notes/{note}/edit/", ("text", "Ten people came."));
        var late = await person.GetAsync($"/notes/{note}/edit/");
        await person.SubmitAsync($"/notes/{note}/edit/", ("text", "Eleven people came."));
        var answer = await person.SubmitAsync(late, ("text", "Twelve people came."));
        Assert.Equal(["Eleven", "Twelve"], Changed(answer, "ins").Where(w => w != "what the other lacks").Order());
        Assert.Empty(Changed(answer, "del"));
        var both = Merge(answer).QuerySelector("#text")!.TextContent.Trim();
        Assert.Equal("Twelve people came.\nEleven people came.", both);
    }

    /// <summary>Back to an old form, its old text written once more: that is no edit of the pad.</summary>
    [Fact]
    public async Task The_old_text_from_an_old_form_is_a_conflict_too()
    {
        var (person, note, late) = await TwoTabsAsync("Ten people.", "Eleven people.");
        Assert.Equal(HttpStatusCode.Conflict, (await person.SubmitAsync(late, ("text", "Ten people."))).Status);
        Assert.Equal("Eleven people.", await person.TextAsync(note));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("2147483647")]
    public async Task A_revision_that_never_was_is_a_conflict(string revision)
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Offsite", "Ten people.");
        var answer = await person.SubmitAsync(
            $"/notes/{note}/edit/", ("revision", revision), ("text", "Eleven people."));
        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
    }

    [Fact]
    public async Task Two_that_end_in_the_same_text_are_none()
    {
        var (person, _, late) = await TwoTabsAsync("Ten people.", "Eleven people.");
        var answer = await person.SubmitAsync(late, ("text", "Eleven people."));
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_answers_twice_alike()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Offsite", "Ten people.");
        var form = await person.GetAsync($"/notes/{note}/edit/");
        foreach (var _ in Enumerable.Range(0, 2))
            Assert.Equal("/", (await person.SubmitAsync(form, ("text", "Eleven people."))).Location);
        Assert.Equal("Eleven people.", await person.TextAsync(note));
        Assert.Equal(["Ten people."], await HistoryAsync(person, note));
    }

    [Fact]
    public async Task An_edit_of_the_pad_alone_leaves_the_newer_text()
    {
        var (person, note, late) = await TwoTabsAsync("Ten people.", "Eleven people.");
        var pad = await person.PadAsync("Work");
        Assert.Equal($"/pads/{pad}/", (await person.SubmitAsync(late, ("pad", pad))).Location);
        Assert.Equal("Eleven people.", await person.TextAsync(note));
    }

    [Fact]
    public async Task An_edit_of_the_text_alone_leaves_the_newer_pad()
    {
        var person = await App.PersonAsync();
        var (note, pad) = (await person.NoteAsync("Offsite", "Ten people."), await person.PadAsync("Work"));
        var late = await person.GetAsync($"/notes/{note}/edit/");
        await person.SubmitAsync($"/notes/{note}/edit/", ("pad", pad));
        Assert.Equal($"/pads/{pad}/", (await person.SubmitAsync(late, ("text", "Eleven people."))).Location);
        Assert.Equal("Eleven people.", await person.TextAsync(note));
    }

    /// <summary>A page that the version before has sent does not say what it began with.</summary>
    [Fact]
    public async Task A_form_of_the_version_before_saves_and_what_it_replaces_is_kept()
    {
        var (person, note, late) = await TwoTabsAsync("Ten people.", "Eleven people.");
        var saved = await person.PostAsync(
            $"/notes/{note}/edit/", ("name", "Offsite"), ("text", "Twelve people."), ("csrf", late.Token));
        Assert.Equal(HttpStatusCode.SeeOther, saved.Status);
        Assert.Equal("Twelve people.", await person.TextAsync(note));
        Assert.Contains("Eleven people.", await HistoryAsync(person, note));
    }

    /// <summary>A note, changed in one tab while another had it open.</summary>
    async Task<(Person Person, string Note, Answer Late)> TwoTabsAsync(
        string began, string theirs, string name = "Offsite")
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Offsite", began);
        var late = await person.GetAsync($"/notes/{note}/edit/");
        await person.SubmitAsync($"/notes/{note}/edit/", ("name", name), ("text", theirs));
        return (person, note, late);
    }

    /// <summary>As the person sees it: the text of each version.</summary>
    static async Task<string[]> HistoryAsync(Person person, string note) =>
        [.. (await person.HistoryAsync(note)).Select(version => version.Text)];

    static IHtmlFormElement Merge(Answer answer) =>
        (IHtmlFormElement)answer.Document.QuerySelector("form.write")!;

    static IEnumerable<string> Changed(Answer answer, string kind) =>
        answer.Document.QuerySelectorAll($".diff {kind}").Select(e => e.TextContent);
}
