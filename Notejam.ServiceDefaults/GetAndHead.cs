using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Notejam.ServiceDefaults;

/// <summary>Addresses that only read: they answer GET, and HEAD alike, which <c>MapGet</c> leaves out.</summary>
public static class GetAndHead
{
    /// <summary>GET and HEAD.</summary>
    public static IReadOnlyList<string> Methods { get; } = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps an address that is no page.</summary>
    /// <param name="app">The application.</param>
    /// <param name="path">Its path.</param>
    /// <param name="read">Answers it.</param>
    public static RouteHandlerBuilder MapGetAndHead(this WebApplication app, string path, Delegate read) =>
        app.MapMethods(path, Methods, read);
}
