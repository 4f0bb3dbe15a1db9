using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Notejam.Tests.Hosting;
using Npgsql;

namespace Notejam.Tests.Data;

/// <summary>What pages cost the database, exactly: statements, scans and blocks, at 60,000 notes.</summary>
public sealed partial class QueryTests(QueryTests.Crowd crowd) : IClassFixture<QueryTests.Crowd>
{
    /// <summary>1,000 people with 50 notes in 5 pads each, and one of them with 10,000 more in 100 more pads.</summary>
    public sealed class Crowd(Postgres postgres) : IAsyncLifetime
    {
        public NotejamApp App { get; private set; } = null!;
        public Person Small { get; private set; } = null!;
        public Person Large { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            App = NotejamApp.Start(await postgres.CreateDatabaseAsync());
            (Small, Large) = (await App.PersonAsync(), await App.PersonAsync());
            await Seed.UsersAsync(App.Connection, 998, "crowd");
            await Seed.PadsAsync(App.Connection, 5);
            await Seed.PadsAsync(App.Connection, 100, Large.Email);
            await WriteAsync(50);
            await WriteAsync(10_000, Large.Email);
            await Postgres.ExecuteAsync(App.Connection, "ANALYZE");
            await Postgres.ExecuteAsync(App.Connection, "VACUUM notes");
        }

        public ValueTask DisposeAsync() => App.DisposeAsync();

        Task WriteAsync(int notes, string? email = null) => Seed.NotesAsync(
            App.Connection, notes, email,
            pad: "(SELECT id FROM pads WHERE owner_id = u.id ORDER BY md5(id::text || i) LIMIT 1)",
            text: "repeat('text ', 96)");
    }

    NotejamApp App => crowd.App;

    [Fact]
    public async Task A_list_takes_the_same_three_statements_in_one_round_trip_whatever_one_has()
    {
        foreach (var query in new[] { "", "?order=name" })
        {
            var small = await App.Sql.DuringAsync(() => crowd.Small.GetAsync("/" + query));
            var large = await App.Sql.DuringAsync(() => crowd.Large.GetAsync("/" + query));
            Assert.Equal(["sessions", "users", "notes"], small.Select(s => FromTable().Match(s.Text).Groups[1].Value));
            Assert.Single(small.Select(s => s.RoundTrip).Distinct());
            Assert.Equal(small.Select(s => s.Text), large.Select(s => s.Text));
        }
    }

    [Fact]
    public async Task No_page_scans_all_notes_or_pads_also_not_with_a_generic_plan()
    {
        var pages = await PagesAsync();
        var before = await SequentialScansAsync();
        // PostgreSQL considers the generic plan of a prepared statement from the sixth execution on.
        for (var round = 0; round < 12; round++)
        {
            foreach (var page in pages) await crowd.Large.GetAsync(page);
        }
        Assert.Equal(before, await SequentialScansAsync());

        await Postgres.ExecuteAsync(App.Connection, "SELECT count(*) FROM notes WHERE text LIKE '%nowhere%'");
        Assert.NotEqual(before, await SequentialScansAsync());
    }

    [Fact]
    public async Task The_first_page_of_10_000_notes_reads_about_as_many_blocks_as_that_of_50()
    {
        var (small, large) = (await BlocksAsync(crowd.Small), await BlocksAsync(crowd.Large));
        Assert.True(large <= 1.6 * small, $"{large} blocks against {small}");
    }

    [Fact]
    public async Task The_last_page_of_10_000_notes_reads_about_as_many_blocks_as_the_first()
    {
        var page = await crowd.Large.GetAsync("/?order=updated_at");
        var oldest = page.Link("next")!;
        var first = await BlocksAsync(crowd.Large, "/");
        var deep = await BlocksAsync(crowd.Large, "/" + oldest);
        Assert.True(deep <= 1.6 * first, $"{deep} blocks against {first}");
    }

    [Fact]
    public async Task The_owner_is_in_every_statement_that_touches_notes_or_pads()
    {
        var statements = await App.Sql.DuringAsync(WriteAndReadAsync);
        var touching = statements.Where(s => Touching().IsMatch(s.Text)).ToList();
        Assert.True(touching.Count > 20, $"only {touching.Count} statements");
        Assert.All(touching, s => Assert.Contains("owner_id", s.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_is_read_in_one_round_trip_and_each_of_its_statements_has_the_owner()
    {
        var owner = await Postgres.ScalarAsync<Guid>(
            App.Connection, $"SELECT id FROM users WHERE email = '{crowd.Large.Email}'");
        foreach (var page in await PagesAsync())
        {
            var statements = await App.Sql.DuringAsync(() => crowd.Large.GetAsync(page));
            Assert.True(statements.Count >= 2, $"only {statements.Count} statements for {page}");
            Assert.Single(statements.Select(s => s.RoundTrip).Distinct());
            Assert.All(statements, s => Assert.Equal(owner, s.Parameters[0]));
            Assert.All(statements, s => Assert.Matches(@"(owner_id|user_id|u\.id) = \$1", s.Text));
        }
    }

    /// <summary>
    /// "No Reset On Close" keeps whatever a request sets for the next person on that connection: so nothing may be set.
    /// </summary>
    [Fact]
    public async Task No_statement_leaves_anything_in_its_session()
    {
        var statements = await App.Sql.DuringAsync(WriteAndReadAsync);
        Assert.True(statements.Count > 30, $"only {statements.Count} statements");
        Assert.DoesNotContain(statements, s => SessionState().IsMatch(s.Text));
        Assert.Matches(SessionState(), "SET search_path TO public");
        var connection = App.Services.GetRequiredService<NpgsqlDataSource>().ConnectionString;
        Assert.Contains("No Reset On Close=True", connection, StringComparison.Ordinal);
    }

    async Task WriteAndReadAsync()
    {
        using var person = await App.PersonAsync();
        var pad = await person.PadAsync("Pad");
        var note = await person.NoteAsync("Note", pad: pad);
        foreach (var page in new[] { "/", $"/pads/{pad}/", $"/notes/{note}/", $"/notes/{note}/delete/" })
        {
            await person.GetAsync(page);
        }
        await person.SubmitAsync($"/notes/{note}/edit/", ("name", "Changed"));
        await person.SubmitAsync($"/pads/{pad}/edit/", ("name", "Changed"));
        await person.SubmitAsync($"/notes/{note}/delete/");
        await person.SubmitAsync($"/notes/{note}/");
        await person.SubmitAsync($"/pads/{pad}/delete/");
        foreach (var page in new[] { "/trash/", $"/pads/{pad}/", "/trash/empty/" }) await person.GetAsync(page);
        await person.SubmitAsync($"/pads/{pad}/");
        await person.SubmitAsync($"/notes/{note}/delete/");
        await person.SubmitAsync($"/trash/notes/{note}/delete/");
        await person.SubmitAsync($"/pads/{pad}/delete/");
        await person.SubmitAsync($"/trash/pads/{pad}/delete/");
        await person.SignOutAsync();
    }

    async Task<List<string>> PagesAsync()
    {
        var home = await crowd.Large.GetAsync("/");
        var pad = home.Document.QuerySelector(".notes .pad a")!.GetAttribute("href")!;
        var note = home.Document.QuerySelector(".notes .name a")!.GetAttribute("href")!;
        List<string> pages =
        [
            note,
            note + "edit/",
            note + "delete/",
            pad + "edit/",
            "/notes/create/",
            "/pads/",
            "/pads/?q=pad",
            "/search/?q=text",
            "/search/?q=%22note+7%22+-nothing+pad:pad",
        ];
        foreach (var list in new[] { "/", pad })
        {
            foreach (var order in new[] { "", "?order=updated_at", "?order=name", "?order=-name" })
            {
                pages.Add(list + order);
                var next = await LinkAsync(list + order, "next");
                Assert.NotNull(next);
                pages.Add(list + next);
                var third = await LinkAsync(list + next, "next");
                if (third is null) continue;
                var back = await LinkAsync(list + third, "prev");
                Assert.NotNull(back);
                pages.Add(list + back);
            }
        }
        return pages;

        async Task<string?> LinkAsync(string list, string rel) => (await crowd.Large.GetAsync(list)).Link(rel);
    }

    /// <summary>Servers count scans of a connection at the latest when it closes.</summary>
    async Task<long> SequentialScansAsync()
    {
        App.Services.GetRequiredService<NpgsqlDataSource>().Clear();
        while (await OtherConnectionsAsync() > 0)
        {
            // Again, because the application looks at its outbox now and then.
            App.Services.GetRequiredService<NpgsqlDataSource>().Clear();
            NpgsqlConnection.ClearAllPools();
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        return await Postgres.ScalarAsync<long>(App.Connection, """
            SELECT sum(seq_scan)::bigint FROM pg_stat_user_tables WHERE relname IN ('notes', 'pads')
            """);
    }

    Task<long> OtherConnectionsAsync() => Postgres.ScalarAsync<long>(App.Connection, """
        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
        """);

    /// <summary>The blocks that all statements of a page read, found in memory or not.</summary>
    async Task<long> BlocksAsync(Person person, string page = "/")
    {
        var statements = await App.Sql.DuringAsync(() => person.GetAsync(page));
        await using var database = NpgsqlDataSource.Create(App.Connection);
        var blocks = 0L;
        foreach (var statement in statements)
        {
            await using var explain = database.CreateCommand(
                "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + statement.Text);
            foreach (var value in statement.Parameters)
            {
                explain.Parameters.Add(new() { Value = value });
                // Bytes are logged as PostgreSQL writes them, and it knows what it has asked for.
                if (value is string) explain.Parameters[^1].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Unknown;
            }
            var json = (string)(await explain.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
            using var plan = JsonDocument.Parse(json);
            var root = plan.RootElement[0].GetProperty("Plan");
            blocks += root.GetProperty("Shared Hit Blocks").GetInt64();
            blocks += root.GetProperty("Shared Read Blocks").GetInt64();
        }
        return blocks;
    }

    [GeneratedRegex(@"FROM (?:\(\s*SELECT [^)]* FROM )?(\w+)")]
    private static partial Regex FromTable();

    [GeneratedRegex(@"\b(notes|pads)\b")]
    private static partial Regex Touching();

    [GeneratedRegex(
        @"(^|;)\s*(SET|LISTEN|DISCARD|PREPARE|DECLARE|LOAD|CREATE\s+TEMP\w*)\b|advisory_lock|set_config",
        RegexOptions.IgnoreCase)]
    private static partial Regex SessionState();
}
