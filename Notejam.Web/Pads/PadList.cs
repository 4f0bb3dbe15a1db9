using Notejam.Web.Data;
using Notejam.Web.Tags;
using Npgsql;

namespace Notejam.Web.Pads;

/// <param name="TemplateId">The note that new ones in it begin like, if that is still there.</param>
public sealed record PadRow(Guid Id, string Name, int NoteCount, DateTimeOffset UsedAt, Guid? TemplateId);

/// <summary>
/// The pads and tags of one person, for the menu beside every signed-in page; pages take names and totals from here
/// instead of asking again.
/// </summary>
/// <param name="NoteCount">Of the notes in lists.</param>
/// <param name="ArchiveCount">Of the notes in the archive.</param>
/// <param name="TrashCount">Of the notes in the trash.</param>
/// <param name="Pads">All of them, by name.</param>
/// <param name="Tags">Those that most notes have, by name.</param>
/// <param name="HasMoreTags">Whether there are others.</param>
public sealed record PadList(
    int NoteCount,
    int ArchiveCount,
    int TrashCount,
    IReadOnlyList<PadRow> Pads,
    IReadOnlyList<TagRow> Tags,
    bool HasMoreTags)
{
    /// <summary>How many pads stand beside a page, those used last; and as many tags.</summary>
    public const int Most = 12;

    public PadRow? Find(Guid? id) => Pads.FirstOrDefault(p => p.Id == id);

    /// <summary>The pads used last and the one where one is, by name, so that they keep their order.</summary>
    public IEnumerable<PadRow> Beside(Guid? here)
    {
        var used = Pads.OrderByDescending(p => p.UsedAt).Take(Most).ToHashSet();
        return Pads.Where(p => used.Contains(p) || p.Id == here);
    }

    public static Read<PadList> Read { get; } = new PadListRead();

    sealed record PadListRead : Read<PadList>
    {
        const string Sql = """
            (SELECT u.note_count, u.archive_count, u.trash_count, p.id, p.name, p.note_count, p.used_at,
                p.template_id
            FROM users u
            LEFT JOIN pads p ON p.owner_id = u.id AND p.trashed_at IS NULL
            WHERE u.id = $1
            ORDER BY p.name, p.id)
            UNION ALL
            (SELECT NULL, NULL, NULL, NULL, name, note_count, NULL, NULL
            FROM tags
            WHERE owner_id = $1
            ORDER BY note_count DESC, name
            LIMIT $2)
            """;

        public override NpgsqlBatchCommand Ask(Guid owner) => Statement.Of(Sql, owner).With(Most + 1);

        public override async Task<PadList> TakeAsync(NpgsqlDataReader rows, CancellationToken cancel)
        {
            var (notes, archive, trash) = (0, 0, 0);
            List<PadRow> pads = [];
            List<TagRow> tags = [];
            while (await rows.ReadAsync(cancel))
            {
                if (rows.IsDBNull(0))
                {
                    tags.Add(new(rows.GetString(4), rows.GetInt32(5)));
                    continue;
                }
                notes = rows.GetInt32(0);
                archive = rows.GetInt32(1);
                trash = rows.GetInt32(2);
                if (rows.IsDBNull(3)) continue;
                var usedAt = rows.GetFieldValue<DateTimeOffset>(6);
                var template = rows.GetFieldValue<Guid?>(7);
                pads.Add(new(rows.GetGuid(3), rows.GetString(4), rows.GetInt32(5), usedAt, template));
            }
            var beside = tags.Take(Most).OrderBy(t => t.Name, StringComparer.Ordinal).ToList();
            return new(notes, archive, trash, pads, beside, tags.Count > Most);
        }
    }
}
