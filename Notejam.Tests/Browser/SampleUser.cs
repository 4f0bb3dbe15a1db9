using System.Globalization;
using Notejam.Tests.Hosting;
using Notejam.Web.Data;
using Notejam.Web.Notes;
using Notejam.Web.Pads;
using Microsoft.EntityFrameworkCore;

namespace Notejam.Tests.Browser;

/// <summary>What there is, by its id.</summary>
sealed record Things(string Note, string LinkedNote, string Pad, string ArchivedNote, string TrashedNote, string TrashedPad);

/// <summary>The person of the design's pages, with the same pads and notes, on the day that they show.</summary>
static class SampleUser
{
    public const string Email = "mira.holm@example.com";
    public static readonly DateTimeOffset Now = At("2026-11-22T10:52Z");

    static readonly (string Name, string Text, string Pad, string At)[] Notes =
    [
        ("Offsite in Tartu: who, when, how",
            "Two nights, eleven people. The dates are those of [[Retrospective, sprint 41]]; who sleeps where is in "
            + "[[Rooms in Tartu]], and who speaks in [[Talk: keeping every note for three years|the talk]]. "
            + "Book the sauna house before Friday, then ask Priit about the bus.",
            "Work", "2026-11-20T16:42Z"),
        ("Things to say when asked for an estimate",
            "“A week, if nobody touches the schema.” Then say nothing at all and wait.",
            "Work", "2026-10-14T09:05Z"),
        ("Talk: keeping every note for three years", Talk, "Conference", "2026-11-22T10:51Z"),
        ("Sourdough, fourth attempt",
            "78% water was too wet for this flour. 72%, longer rest, and do not open the oven to look.",
            "Kitchen", "2026-11-22T08:20Z"),
        ("Questions for the landlord",
            "Radiator in the hall, the second key, and whether the attic is ours or only feels like it.",
            "House", "2026-11-21T21:14Z"),
        ("Middlemarch, chapters 20 to 29",
            "“That roar which lies on the other side of silence.” Copied out twice, still not tired of it.",
            "Reading", "2026-11-21T18:04Z"),
        ("Bulbs planted, and where",
            "Forty Thalia along the wall, garlic under the pear, nothing by the gate because of the dog.",
            "Garden", "2026-11-20T15:30Z"),
        ("Wi-Fi and power for the main hall",
            "Ask the venue for two circuits. Last year one kettle took the whole registration desk down.",
            "Conference", "2026-11-19T11:48Z"),
        ("Present ideas",
            "Ida: a good torch. Father: the long bookmark. Nobody: another mug.",
            "", "2026-11-18T20:31Z"),
        ("Paint, rooms and codes",
            "Hall S 1002-Y, kitchen S 0502-Y. Two litres cover the hall once, whatever the tin says.",
            "House", "2026-11-16T17:22Z"),
        ("Retrospective, sprint 41",
            "Keep: the short stand-up. Drop: the meeting about meetings. Try: writing the release note first.",
            "Work", "2026-11-15T14:10Z"),
        ("Rowan jelly",
            "Freeze the berries first, it takes the bitterness. One kilo to 600 g sugar and the juice of a lemon.",
            "Kitchen", "2026-11-08T12:00Z"),
    ];

    static readonly (string Name, string Text, int DaysAgo)[] Thrown =
    [
        ("Old packing list", "Tent pegs (the bent ones are fine), the small stove, three kinds of rope.", 0),
        ("Untitled thought about queues", "A queue is a list that is sorry. Expand or leave alone.", 8),
        ("Agenda, planning 38", "1. Last time’s agenda. 2. Why there is one.", 27),
    ];

    static readonly (string Name, string Text, string Pad, string At) Archived =
        ("Retrospective, sprint 40",
            "Keep: the bell. Drop: the second stand-up. Try: asking before the estimate, not after.",
            "Work", "2026-11-22T09:02Z");

    static readonly string[] Boats =
        ["Ropes by length", "Winter place", "Ida’s dinghy", "Varnish and how much of it"];

    /// <summary>Of everything that Markdown has.</summary>
    public const string Talk =
        "Open with the restore, not with the backup. Nobody has ever thanked a backup; people remember the Tuesday "
        + "when the thing they had deleted **came back**. Twenty minutes, three claims, and a live restore at the end "
        + "that must not fail.\n\n"
        + """
        # What has to be true

        - Every change makes a revision, and a revision is never edited.
        - A deleted note waits thirty days in the [trash](/trash/), then only the snapshots know it.
        - A backup that has not been restored is a rumour.[^1]

        > Hope is not a strategy, and neither is a folder called *old_backup_2*.

        # Still to do

        - [x] Time the restore on the slow laptop
        - [x] Ask Priit for the graph of last year’s peak
        - [ ] Cut the slide about zones to one sentence
        - [ ] Rehearse without the slides, once, aloud

        # The numbers

        | What | Kept for | Size |
        |---|---|---:|
        | Revisions | as long as the note | 410 MB |
        | Trash | 30 days | 12 MB |
        | Daily snapshots | 3 years | 96 GB |

        ## The demo, in four lines

        ```sh
        # bring back one person’s notes, and nobody else’s
        notejam restore --from "2023-11-22" --user 41
        ```

        If it takes longer than `90 s`, tell the story about the kettle while it runs.

        [^1]: Said by somebody at a conference in 2019; I have never found who.
        """;

    const string EarlierTalk =
        "Open with the restore, not with the backup. Nobody has ever thanked a backup; people remember the day when "
        + "the thing they had deleted came back. Thirty minutes, five claims.\n\n"
        + "A backup that has not been restored is not a backup.";

    /// <summary>Signs her up and gives her what the design shows.</summary>
    public static async Task<Things> MoveInAsync(NotejamApp app)
    {
        app.Clock.Set(Now);
        await app.Visitor().SignUpAsync(Email);
        await using var db = Postgres.Context(app.Connection);
        var owner = await db.Users.Where(u => u.Email == Email).Select(u => u.Id).SingleAsync();
        string[] names = ["Conference", "Garden", "House", "Kitchen", "Reading", "Work"];
        var pads = names.ToDictionary(n => n, n => new Pad(Guid.CreateVersion7(Now), owner, n, Now));
        db.Pads.AddRange(pads.Values);
        var notes = new List<Note>();
        foreach (var (name, text, pad, at) in Notes.Append(Archived))
        {
            var place = pad.Length > 0 ? pads[pad].Id : (Guid?)null;
            notes.Add(new Note(Guid.CreateVersion7(Now), owner, name, text, place, [], At(at)));
        }
        var talk = notes[2];
        var before = new Note(talk.Id, owner, talk.Name, EarlierTalk, talk.PadId, [], At("2026-11-21T22:40Z"));
        db.Add(before.Edit(talk.Name, talk.Text, talk.PadId, talk.UpdatedAt)!);
        notes[2] = before;
        db.Notes.AddRange(notes);
        await db.SaveChangesAsync();
        await db.Database.ExecuteSqlAsync($"""
            UPDATE notes SET pinned_at = {Now} WHERE id = {notes[0].Id} OR id = {notes[1].Id};
            UPDATE notes SET archived_at = {At(Archived.At)} WHERE id = {notes[^1].Id};
            UPDATE notes SET tags = ARRAY['draft', 'talks'] WHERE id = {notes[2].Id};
            UPDATE notes SET tags = ARRAY['budget', 'ideas'] WHERE id = {notes[0].Id};
            UPDATE notes SET tags = ARRAY['recipes'] WHERE pad_id = {pads["Kitchen"].Id};
            """);
        var (thrown, boats) = await ThrowAwayAsync(db, owner);
        return new($"{notes[2].Id}", $"{notes[0].Id}", $"{pads["Kitchen"].Id}", $"{notes[^1].Id}", $"{thrown}", $"{boats}");
    }

    static async Task<(Guid Note, Guid Pad)> ThrowAwayAsync(NotejamDb db, Guid owner)
    {
        var boats = new Pad(Guid.CreateVersion7(Now), owner, "Boats", Now);
        var inside = Boats.Select(name => New(name, "To be written.", boats.Id)).ToList();
        var alone = Thrown.Select(note => New(note.Name, note.Text, pad: null)).ToList();
        db.AddRange([boats, .. inside, .. alone]);
        await db.SaveChangesAsync();
        for (var i = 0; i < Thrown.Length; i++) await TrashAsync(alone[i].Id, Now.AddDays(-Thrown[i].DaysAgo));
        await TrashAsync(boats.Id, Now.AddDays(-1));
        return (alone[1].Id, boats.Id);

        Note New(string name, string text, Guid? pad) =>
            new(Guid.CreateVersion7(Now), owner, name, text, pad, [], Now.AddDays(-28));

        Task TrashAsync(Guid id, DateTimeOffset at) => db.Database.ExecuteSqlAsync($"""
            UPDATE pads SET trashed_at = {at}, batch_id = {id} WHERE id = {id};
            UPDATE notes SET trashed_at = {at}, batch_id = {id} WHERE id = {id} OR pad_id = {id};
            """);
    }

    static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}
