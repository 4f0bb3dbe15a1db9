using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.Markdown;
using Notejam.Web.Search;
using Notejam.Web.Trash;

namespace Notejam.Web.Notes.Linked;

static class RenamedLinks
{
    /// <summary>So many notes follow in one save, with so many characters: they are read into memory.</summary>
    const int Most = 2_000, MostText = 5_000_000;

    /// <summary>
    /// Saves a note and, where its name is another than before, the notes whose links lead to it, in one transaction;
    /// false where another save of any of them was quicker: then nothing is saved. Two of these may wait for each
    /// other's notes: PostgreSQL ends one of them, and it is tried again.
    /// </summary>
    public static async Task<bool> SaveWithLinksAsync(
        this NotejamDb db, Note note, string before, DateTimeOffset at)
    {
        if (note.Name == before || await HasAnotherAsync(db, note, before)) return await db.SaveUnlessChangedAsync();
        note.LinkItself(NoteLinks.Renamed(note.Text, before, note.Name));
        List<Note> following = [];
        foreach (var other in await LinkingAsync(db, note, before))
        {
            var text = NoteLinks.Renamed(other.Text, before, note.Name);
            if (text == other.Text) continue;
            db.Add(other.Relink(text, at));
            following.Add(other);
        }
        if (following.Count == 0) return await db.SaveUnlessChangedAsync();
        // Each is written into the index of the search anew.
        db.Database.SetCommandTimeout(TrashBin.Patience);
        return await db.UnlessChangedAsync(async () =>
        {
            await db.InTransactionAsync(async () =>
            {
                // First, so that none of them is deleted before what it said is kept.
                await FollowAsync(db, note.OwnerId, following);
                // A transaction that is tried again saves it again.
                await db.SaveChangesAsync(acceptAllChangesOnSuccess: false);
                return true;
            });
            db.ChangeTracker.AcceptAllChanges();
        });
    }

    /// <summary>All in one statement, so that the notes of pads and tags are counted once, and not for each.</summary>
    static async Task FollowAsync(NotejamDb db, Guid owner, List<Note> notes)
    {
        var ids = notes.Select(n => n.Id).ToArray();
        var texts = notes.Select(n => n.Text).ToArray();
        var excerpts = notes.Select(n => n.Excerpt).ToArray();
        var revisions = notes.Select(n => n.Revision).ToArray();
        var written = await db.Database.ExecuteSqlAsync($"""
            UPDATE notes
            SET text = f.text, excerpt = f.excerpt, revision = f.revision, written_at = {notes[0].WrittenAt},
                run_started_at = {notes[0].RunStartedAt}, is_kept = {notes[0].IsKept}
            FROM unnest({ids}, {texts}, {excerpts}, {revisions}) AS f (id, text, excerpt, revision)
            WHERE owner_id = {owner} AND notes.id = f.id AND notes.revision = f.revision - 1
            """);
        if (written < notes.Count) throw new DbUpdateConcurrencyException("A linking note was changed meanwhile.");
    }

    /// <summary>Then the links lead to that one from now on: of two notes of a name one may be a copy.</summary>
    static Task<bool> HasAnotherAsync(NotejamDb db, Note note, string name) => db.Database
        .SqlQuery<bool>($"""
            SELECT EXISTS (
                SELECT FROM note_search
                WHERE owner_id = {note.OwnerId} AND name_key = link_key({name})
                    AND trashed_at IS NULL AND note_id <> {note.Id}) AS "Value"
            """)
        .SingleAsync();

    /// <summary>Also those in the trash, which may come back; the latest changes, where there are very many.</summary>
    static async Task<IReadOnlyList<Note>> LinkingAsync(NotejamDb db, Note note, string name)
    {
        var ids = await db.Database
            .SqlQuery<Guid>($"""
                SELECT id AS "Value"
                FROM (
                    SELECT n.id, row_number() OVER latest AS number, sum(length(n.text)) OVER latest AS characters
                    FROM note_search s
                    JOIN notes n ON n.owner_id = {note.OwnerId} AND n.id = s.note_id
                    WHERE s.owner_id = {note.OwnerId} AND n.id <> {note.Id}
                        AND s.words @@ link_query({SearchFilter.MarkOf(note.OwnerId)}, {name})
                    WINDOW latest AS (ORDER BY n.updated_at DESC, n.id)) AS linking
                WHERE number <= {Most} AND characters <= {MostText}
                """)
            .ToListAsync();
        return ids.Count == 0 ? [] : await db.AllNotes().AsNoTracking().Where(n => ids.Contains(n.Id)).ToListAsync();
    }
}
