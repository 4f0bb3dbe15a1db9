using System.Net;
using Notejam.Tests.Hosting;
using Notejam.Web.Trash;

namespace Notejam.Tests.Trash;

/// <summary>
/// Whatever is done in whatever order: nothing is gone before its day, all is gone after it, counts are those of the
/// rows, and nobody else sees any of it.
/// </summary>
public sealed class TrashModelTests(Postgres postgres)
{
    const int Steps = 150;

    readonly TrashModel model = new();

    /// <summary>What could be taken back, of several notes at once: its button, and what the model does then.</summary>
    (string Path, Action Undo)? last;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_trash_is_what_its_model_says(int seed)
    {
        var connection = await postgres.CreateDatabaseAsync();
        await using var app = NotejamApp.Start(connection);
        var purge = app.Hosted<TrashPurge>();
        var (person, other) = (await app.PersonAsync(), await app.PersonAsync());
        var random = new Random(seed);
        List<string> done = [];
        for (var step = 0; step < Steps; step++)
        {
            done.Add(await StepAsync(person, random));
            if (random.Next(12) == 0)
            {
                var days = random.Next(1, 12);
                model.Wait(days);
                app.Clock.Ahead += TimeSpan.FromDays(days);
                await purge.DeleteAsync(TestContext.Current.CancellationToken);
                foreach (var each in new[] { person, other }) await ComeBackAsync(each);
                done.Add($"{days} days");
            }
            var state = await Postgres.ScalarAsync<string>(connection, State);
            Assert.True(model.State == state, $"{string.Join(", ", done.TakeLast(8))}:\n{model.State}\n\n{state}");
            Assert.Equal(0, await Postgres.ScalarAsync<long>(connection, WrongCounts));
            if (step % 10 == 0) await AssertHiddenAsync(other, random);
        }
        Assert.Contains(done, what => what.EndsWith("days", StringComparison.Ordinal));
    }

    const string State = """
        SELECT coalesce(string_agg(line, E'\n' ORDER BY line COLLATE "C"), '') FROM (
            SELECT concat(id, ' ', pad_id, ' ', CASE WHEN trashed_at IS NULL THEN 'kept' ELSE 'trash' END) AS line FROM notes
            UNION ALL
            SELECT concat(id, '  ', CASE WHEN trashed_at IS NULL THEN 'kept' ELSE 'trash' END) FROM pads) AS lines
        """;

    const string WrongCounts = """
        SELECT (SELECT count(*) FROM users u
                WHERE note_count <> (SELECT count(*) FROM notes WHERE owner_id = u.id AND trashed_at IS NULL)
                   OR trash_count <> (SELECT count(*) FROM notes WHERE owner_id = u.id AND trashed_at IS NOT NULL))
             + (SELECT count(*) FROM pads p
                WHERE note_count <> (SELECT count(*) FROM notes WHERE pad_id = p.id AND trashed_at IS NULL))
        """;

    async Task<string> StepAsync(Person person, Random random)
    {
        switch (random.Next(19))
        {
            case 0 or 1 or 2:
                var into = Any(model.LivePads, random);
                var id = await person.NoteAsync("Note", pad: into?.Id ?? "");
                model.Notes.Add(new() { Id = id, Pad = into?.Id });
                return $"create in {into?.Id}";
            case 3:
                model.Pads.Add(new() { Id = await person.PadAsync("Pad") });
                return "create pad";
            case 4 when Any(model.LiveNotes, random) is { } note:
                await person.SubmitAsync($"/notes/{note.Id}/edit/", ("text", $"Text {random.Next()}"));
                return $"edit {note.Id}";
            case 5 or 6 when Any(model.LiveNotes, random) is { } note:
                model.Trash(note);
                return await PostAsync(person, $"/notes/{note.Id}/trash/");
            case 7 when Any(model.TrashedNotes, random) is { } note:
                model.Restore(note);
                return await PostAsync(person, $"/notes/{note.Id}/restore/");
            case 8 or 9 when Any(model.LivePads, random) is { } pad:
                model.TrashPad(pad);
                return await PostAsync(person, $"/pads/{pad.Id}/trash/");
            case 10 or 11 when Any(model.TrashedPads, random) is { } pad:
                model.RestorePad(pad);
                return await PostAsync(person, $"/pads/{pad.Id}/restore/");
            case 12 when Any(model.TrashedPads, random) is { } pad:
                model.DeletePadForGood(pad);
                return await PostAsync(person, $"/trash/pads/{pad.Id}/delete/");
            case 13 when random.Next(4) == 0 && (model.TrashedNotes.Any() || model.TrashedPads.Any()):
                model.Empty();
                await person.SubmitAsync("/trash/empty/");
                return "empty";
            case 14 when model.TrashedNotes.Any():
                var gone = Any(model.TrashedNotes, random)!;
                model.Notes.Remove(gone);
                return await PostAsync(person, $"/trash/notes/{gone.Id}/delete/");
            case 15 when Some(random) is { Length: > 0 } some:
                var trash = model.Trash(some);
                last = (await SelectAsync(person, "trash", some), () => model.UndoTrash(trash));
                return $"trash {some.Length}";
            case 16 when Some(random) is { Length: > 0 } some:
                var to = Any(model.LivePads, random)?.Id;
                var isMoved = some.Any(n => n.Pad != to);
                var move = model.Move(some, to);
                var undo = await SelectAsync(person, "move", some, ("pad", to ?? "none"));
                if (isMoved) last = (undo, () => model.UndoMove(move));
                return $"move {some.Length} to {to}";
            case 17 when last is { } done:
                done.Undo();
                return await PostAsync(person, done.Path);
            case 18 when Any(model.LiveNotes, random) is { } note:
                var another = Any(model.LivePads, random)?.Id;
                TrashModel.MoveByEdit(note, another);
                await person.SubmitAsync($"/notes/{note.Id}/edit/", ("pad", another ?? ""));
                return $"edit {note.Id} into {another}";
            default:
                return "nothing";
        }
    }

    async Task AssertHiddenAsync(Person other, Random random)
    {
        Assert.Empty((await other.GetAsync("/")).Notes);
        Assert.Empty((await other.GetAsync("/trash/")).Notes);
        if (Any(model.Notes, random) is not { } note) return;
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/notes/{note.Id}/")).Status);
    }

    TrashModel.Thing[] Some(Random random) =>
        [.. model.LiveNotes.OrderBy(_ => random.Next()).Take(random.Next(1, 4))];

    /// <summary>The path of the button that takes it back; nothing where there is none.</summary>
    static async Task<string> SelectAsync(
        Person person, string verb, TrashModel.Thing[] notes, params (string, string)[] fields)
    {
        var token = (await person.GetAsync("/settings/")).Token;
        var answer = await person.PostAsync(
            $"/notes/{verb}/", [("csrf", token), .. notes.Select(n => ("note", n.Id)), .. fields]);
        var list = await person.FollowAsync(answer);
        return list.Document.QuerySelector("form.flash")?.GetAttribute("action") ?? "";
    }

    /// <summary>What is taken back late may not be there any more.</summary>
    static async Task<string> PostAsync(Person person, string path)
    {
        var token = (await person.GetAsync("/settings/")).Token;
        var answer = await person.PostAsync(path, ("csrf", token));
        var isLate = path.Contains("/batches/", StringComparison.Ordinal) && answer.Status == HttpStatusCode.NotFound;
        Assert.True(answer.Status == HttpStatusCode.SeeOther || isLate, $"{path}: {answer.Status}");
        return path;
    }

    static async Task ComeBackAsync(Person person)
    {
        if ((await person.GetAsync("/")).Status != HttpStatusCode.OK) await person.SignInAsync();
    }

    static TrashModel.Thing? Any(IEnumerable<TrashModel.Thing> things, Random random)
    {
        var all = things.ToList();
        return all.Count == 0 ? null : all[random.Next(all.Count)];
    }
}
