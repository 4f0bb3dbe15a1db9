using System.Text.Json;
using Notejam.Tests.Hosting;
using Notejam.Web.Data;
using Notejam.Web.Notes;
using Notejam.Web.Trash;
using Npgsql;

namespace Notejam.Tests.Data;

/// <summary>
/// How PostgreSQL answers what lists and notes ask, among 1,000,000 notes of which one person has a tenth, pinned a
/// hundredth of hers, and the trash has a seventh.
/// </summary>
public sealed class PlanTests(PlanTests.Million million) : IClassFixture<PlanTests.Million>
{
    public sealed class Million(Postgres postgres) : IAsyncLifetime
    {
        public static readonly Guid Owner = Guid.Parse("00000000-0000-7000-8000-000000000001");
        public static readonly Guid Pad = Guid.Parse("00000000-0000-7000-8000-000000000002");

        public string Connection { get; private set; } = "";

        /// <summary>Without triggers and with the indexes made at the end: it is only their shape that counts.</summary>
        public async ValueTask InitializeAsync()
        {
            Connection = await postgres.CreateDatabaseAsync();
            await Postgres.ExecuteAsync(Connection, $"""
                SET session_replication_role = replica;
                CREATE TEMP TABLE indexes AS
                SELECT indexdef FROM pg_indexes WHERE tablename = 'notes' AND indexname LIKE 'ix%';
                DO $$ DECLARE name text; BEGIN
                  FOR name IN SELECT indexname FROM pg_indexes WHERE tablename = 'notes' AND indexname LIKE 'ix%' LOOP
                    EXECUTE 'DROP INDEX ' || name;
                  END LOOP;
                END $$;
                INSERT INTO notes (id, owner_id, pad_id, name, text, excerpt, created_at, updated_at, trashed_at,
                    pinned_at)
                SELECT ('00000001-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid,
                    CASE WHEN i % 10 = 0 THEN '{Owner}'::uuid
                        ELSE ('00000002-0000-7000-8000-' || lpad(to_hex(i % 10000), 12, '0'))::uuid END,
                    CASE WHEN i % 50 = 0 THEN '{Pad}'::uuid END,
                    'note ' || i, '', '', now(), now() - i * interval '1 second', CASE WHEN i % 7 = 0 THEN now() END,
                    CASE WHEN i % 1000 = 0 THEN now() END
                FROM generate_series(1, 1000000) AS i;
                DO $$ DECLARE def text; BEGIN
                  FOR def IN SELECT indexdef FROM indexes LOOP EXECUTE def; END LOOP;
                END $$;
                ANALYZE notes;
                """);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    public static TheoryData<string, bool, bool, string> Lists()
    {
        var lists = new TheoryData<string, bool, bool, string>();
        foreach (var order in new[] { "-updated_at", "updated_at", "name", "-name" })
        {
            foreach (var inPad in new[] { false, true })
            {
                foreach (var deep in new[] { false, true })
                {
                    lists.Add(order, inPad, deep, "force_custom_plan");
                    lists.Add(order, inPad, deep, "force_generic_plan");
                }
            }
        }
        return lists;
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_list_follows_an_index_to_its_place(string order, bool inPad, bool deep, string mode)
    {
        var place = new Cursor(900, Guid.Empty, TimeProvider.System.GetUtcNow().AddDays(-6), "note 500000");
        var list = new NoteQuery(inPad ? Million.Pad : null, null, NoteOrder.Parse(order), deep ? place : null, null);
        if (deep) Assert.Equal(["Limit", "Index Scan"], await NodesAsync(list, mode));
        else await AssertTwoPartsAsync(list, mode);
    }

    /// <summary>The pinned notes by the index that has no others, and the others by one in their order.</summary>
    async Task AssertTwoPartsAsync(Read list, string mode)
    {
        var statement = list.Ask(Million.Owner);
        using var plan = JsonDocument.Parse(
            await PlanAsync(statement.CommandText, mode, [.. statement.Parameters.Select(p => p.Value!)]));
        var scans = Steps(plan.RootElement[0].GetProperty("Plan"), above: "")
            .Where(step => step.Node.TryGetProperty("Index Name", out _))
            .Select(step => (step.Above, Index: step.Node.GetProperty("Index Name").GetString()))
            .ToList();
        Assert.Equal(2, scans.Count);
        Assert.Single(scans, scan => scan.Index == "ix_notes_owner_id_pinned_at");
        Assert.Single(scans, scan => scan is { Above: "Limit", Index: not "ix_notes_owner_id_pinned_at" });
    }

    static IEnumerable<(string Above, JsonElement Node)> Steps(JsonElement node, string above)
    {
        var below = node.TryGetProperty("Plans", out var plans) ? plans.EnumerateArray() : [];
        var type = node.GetProperty("Node Type").GetString()!;
        return below.SelectMany(step => Steps(step, type)).Prepend((above, node));
    }

    [Theory]
    [InlineData("force_custom_plan")]
    [InlineData("force_generic_plan")]
    public async Task A_note_is_found_by_its_key(string mode)
    {
        var note = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        Assert.Equal(["Index Scan"], await NodesAsync(new NoteRead(note), mode));
    }

    [Theory]
    [InlineData("force_custom_plan")]
    [InlineData("force_generic_plan")]
    public async Task The_trash_is_read_by_its_index(string mode)
    {
        var statement = new TrashRead(1).Ask(Million.Owner);
        var plan = await PlanAsync(
            statement.CommandText, mode, [.. statement.Parameters.Select(p => p.Value!)]);
        Assert.Contains("ix_notes_owner_id_trashed_at_id", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("ix_notes_owner_id_updated_at_id", plan, StringComparison.Ordinal);
        Assert.DoesNotMatch("\"Seq Scan\",[^{}]*\"notes\"", plan);
    }

    [Fact]
    public async Task A_plan_that_reads_all_notes_of_a_person_is_seen() =>
        Assert.NotEqual(["Limit", "Index Scan"], await NodesAsync(
            "SELECT id FROM notes WHERE owner_id = $1 ORDER BY text LIMIT 50", "force_custom_plan", Million.Owner));

    Task<List<string>> NodesAsync(Read read, string mode)
    {
        var statement = read.Ask(Million.Owner);
        return NodesAsync(statement.CommandText, mode, [.. statement.Parameters.Select(p => p.Value!)]);
    }

    /// <summary>The steps of a prepared statement's plan, from the top.</summary>
    async Task<List<string>> NodesAsync(string sql, string mode, params object[] values)
    {
        using var plan = JsonDocument.Parse(await PlanAsync(sql, mode, values));
        var nodes = new List<string>();
        for (JsonElement? node = plan.RootElement[0].GetProperty("Plan"); node is { } step;)
        {
            nodes.Add(step.GetProperty("Node Type").GetString()!);
            node = step.TryGetProperty("Plans", out var below) ? below[0] : null;
        }
        return nodes;
    }

    async Task<string> PlanAsync(string sql, string mode, params object[] values)
    {
        await using var database = NpgsqlDataSource.Create(million.Connection);
        await using var connection = await database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var literals = values.Select(v => $"'{(v is DateTimeOffset at ? at.ToString("O") : v)}'");
        await using var explain = new NpgsqlCommand($"""
            SET plan_cache_mode = {mode};
            PREPARE asked AS {sql};
            EXPLAIN (FORMAT JSON) EXECUTE asked ({string.Join(", ", literals)})
            """, connection);
        return (string)(await explain.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
