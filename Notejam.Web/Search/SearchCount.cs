using Notejam.Web.Data;
using Notejam.Web.Layout;
using Npgsql;

namespace Notejam.Web.Search;

/// <summary>How many notes have what is looked for, counted as far as <see cref="Most"/>, and one for more.</summary>
public sealed record SearchCount(string Typed, TimeZoneInfo Zone) : Read<int>, IPageRead
{
    public const int Most = 500;

    const string Sql = $"SELECT count(*)::int FROM (SELECT {SearchFilter.Found} LIMIT $10) AS found";

    public static Read From(HttpRequest request)
    {
        var zone = request.HttpContext.RequestServices.GetRequiredService<ViewerClock>().Zone;
        return Of(request.Query["q"], zone);
    }

    public static SearchCount Of(string? typed, TimeZoneInfo zone) => new(typed ?? "", zone);

    public override NpgsqlBatchCommand Ask(Guid owner)
    {
        var query = SearchQuery.Parse(Typed);
        return SearchFilter.Ask(Sql, owner, query, Zone).With(query.IsEmpty ? 0 : Most + 1);
    }

    public override async Task<int> TakeAsync(NpgsqlDataReader rows, CancellationToken cancel)
    {
        await rows.ReadAsync(cancel);
        return rows.GetInt32(0);
    }
}
