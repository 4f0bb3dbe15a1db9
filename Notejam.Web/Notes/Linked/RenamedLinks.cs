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
        if (note.Name != before && !await HasAnotherAsync(db, note, before))
        {
            note.LinkItself(NoteLinks.Renamed(note.Text, before, note.Name));
            var linking = await LinkingAsync(db, note, before);
            foreach (var other in linking)
            {
                var text = NoteLinks.Renamed(other.Text, before, note.Name);
                if (text != other.Text) db.Add(other.Relink(text, at));
            }
            // Each is written into the index of the search anew.
            if (linking.Count > 0) db.Database.SetCommandTimeout(TrashBin.Patience);
        }
        return await db.SaveUnlessChangedAsync();
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
        return ids.Count == 0 ? [] : await db.AllNotes().Where(n => ids.Contains(n.Id)).ToListAsync();
    }
}
