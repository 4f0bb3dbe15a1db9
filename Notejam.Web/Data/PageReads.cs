using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Notejam.Web.Accounts;
using Notejam.Web.Notes;
using Notejam.Web.Pads;

namespace Notejam.Web.Data;

/// <summary>What a page reads, said on the page, so that it comes with the session in one round trip.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
sealed class ReadsAttribute<T> : Attribute, IReadsAttribute where T : IPageRead
{
    public Read From(HttpRequest request) => T.From(request);
}

interface IReadsAttribute
{
    Read From(HttpRequest request);
}

static class PageReads
{
    /// <summary>What most requests ask for.</summary>
    public static IReadOnlyList<Read> OfMost { get; } =
    [
        new SessionRead([], DateTimeOffset.UnixEpoch),
        PadList.Read,
        NoteQuery.Of(null, null, null, null),
        new NoteRead(Guid.Empty),
    ];

    /// <summary>
    /// What is asked for together with the session: all that the page reads, unless the browser has the page already.
    /// </summary>
    public static IReadOnlyList<Read> Beforehand(HttpContext context) =>
        context.Request.Headers.IfNoneMatch.Count > 0 ? [] : Of(context);

    /// <summary>All that the page of this request will ask for; nothing where no page of a person is asked for.</summary>
    public static IReadOnlyList<Read> Of(HttpContext context)
    {
        if (!IsPage(context)) return [];
        var page = context.GetEndpoint()!.Metadata.GetOrderedMetadata<IReadsAttribute>();
        return [PadList.Read, .. page.Select(reads => reads.From(context.Request))];
    }

    /// <summary>A page that shows somebody's own, with the navigation beside it.</summary>
    public static bool IsPage(HttpContext context) =>
        context.GetEndpoint()?.Metadata is { } endpoint
        && endpoint.GetMetadata<ComponentTypeMetadata>() is not null
        && endpoint.GetMetadata<IAllowAnonymous>() is null;
}
