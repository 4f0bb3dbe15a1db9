using System.Security.Cryptography;
using System.Text;

namespace Limit;

/// <summary>Who asks, as the cookie says: the person's id, a dot, the session's key.</summary>
sealed record Person(Guid Id, byte[] KeyHash, int Port)
{
    public static Person? Of(HttpContext context) =>
        context.Request.Cookies["session"]?.Split('.', 2) is [var owner, var key] && Guid.TryParse(owner, out var id)
            ? new(id, SHA256.HashData(Encoding.ASCII.GetBytes(key)), context.Connection.LocalPort)
            : null;

    public string Mark => Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(Id.ToString())).AsSpan(0, 9))
        .Replace('+', '-').Replace('/', '_');
}

/// <summary>What a form sent.</summary>
sealed record Typed(string Name, string Text, Guid? Pad)
{
    public static Typed Of(IFormCollection form) =>
        new(form["name"]!, form["text"]!, Guid.TryParse(form["pad"], out var pad) ? pad : null);

    public string Excerpt =>
        string.Join(' ', Text[..Math.Min(Text.Length, 800)].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            is var line ? line[..Math.Min(line.Length, 200)] : "";
}
