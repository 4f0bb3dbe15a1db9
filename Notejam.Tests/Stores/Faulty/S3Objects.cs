using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace Notejam.Tests.Stores.Faulty;

/// <summary>
/// One bucket, as far as backups use S3: objects, uploads in parts, If-None-Match, checksums in headers, and no
/// trailers.
/// </summary>
sealed class S3Objects
{
    readonly Lock one = new();
    readonly SortedDictionary<string, byte[]> objects = new(StringComparer.Ordinal);
    readonly Dictionary<string, SortedDictionary<int, byte[]>> uploads = [];
    int uploadsBegun;

    /// <summary>Whether If-None-Match means something.</summary>
    public bool Conditional { get; set; } = true;

    public IReadOnlyList<string> Keys => Locked<string[]>(() => [.. objects.Keys]);

    public int Uploads => Locked(() => uploads.Count);

    /// <summary>The largest number that a part had.</summary>
    public int LastPart { get; private set; }

    public S3Answer Answer(HttpRequest request, string key, byte[] body) => Locked(() => AnswerTo(request, key, body));

    S3Answer AnswerTo(HttpRequest request, string key, byte[] body) => (request.Method, UploadOf(request)) switch
    {
        _ when HasTrailers(request) => S3Answer.Error(501, "NotImplemented"),
        ("GET", _) when key.Length == 0 => List(request.Query["prefix"].ToString()),
        ("GET", _) => objects.TryGetValue(key, out var found) ? new(200, found) : S3Answer.Error(404, "NoSuchKey"),
        ("PUT", { } upload) => PutPart(upload, Number(request), body, request),
        ("PUT", null) => Refuse(key, request) ?? Put(key, body, request),
        ("POST", { } upload) => Refuse(key, request) ?? Complete(upload, key, body),
        ("POST", null) => Begin(),
        ("DELETE", { } upload) => S3Answer.Empty(uploads.Remove(upload) ? 204 : 404),
        ("DELETE", null) => Remove(key),
        _ => S3Answer.Error(501, "NotImplemented"),
    };

    static bool HasTrailers(HttpRequest request) =>
        request.Headers["x-amz-content-sha256"].ToString().StartsWith("STREAMING-", StringComparison.Ordinal);

    public void Set(string key, byte[] content) => Locked(() => objects[key] = content);

    static string? UploadOf(HttpRequest request) => request.Query["uploadId"].FirstOrDefault();

    static int Number(HttpRequest request) =>
        int.Parse(request.Query["partNumber"].ToString(), CultureInfo.InvariantCulture);

    S3Answer? Refuse(string key, HttpRequest request) =>
        Conditional && request.Headers.IfNoneMatch == "*" && objects.ContainsKey(key)
            ? S3Answer.Error(412, "PreconditionFailed")
            : null;

    S3Answer List(string prefix)
    {
        var found = objects.Where(o => o.Key.StartsWith(prefix, StringComparison.Ordinal));
        var entries = found.Select(o => $"<Contents><Key>{o.Key}</Key><Size>{o.Value.Length}</Size></Contents>");
        const string Result = "ListBucketResult";
        return S3Answer.Xml($"<{Result}><IsTruncated>false</IsTruncated>{string.Concat(entries)}</{Result}>");
    }

    S3Answer Put(string key, byte[] body, HttpRequest request)
    {
        if (!IsWhole(body, request)) return S3Answer.Error(400, "BadDigest");
        objects[key] = body;
        return S3Answer.Empty(200, ("ETag", "\"object\""));
    }

    S3Answer Remove(string key)
    {
        objects.Remove(key);
        return S3Answer.Empty(204);
    }

    S3Answer Begin()
    {
        var upload = $"upload-{++uploadsBegun}";
        uploads[upload] = [];
        const string Result = "InitiateMultipartUploadResult";
        return S3Answer.Xml($"<{Result}><UploadId>{upload}</UploadId></{Result}>");
    }

    S3Answer PutPart(string upload, int number, byte[] body, HttpRequest request)
    {
        if (!uploads.TryGetValue(upload, out var parts)) return S3Answer.Error(404, "NoSuchUpload");
        if (number > 10_000) return S3Answer.Error(400, "InvalidArgument");
        if (!IsWhole(body, request)) return S3Answer.Error(400, "BadDigest");
        parts[number] = body;
        LastPart = Math.Max(LastPart, number);
        return S3Answer.Empty(200, ("ETag", $"\"part-{number}\""));
    }

    S3Answer Complete(string upload, string key, byte[] body)
    {
        if (!uploads.Remove(upload, out var parts)) return S3Answer.Error(404, "NoSuchUpload");
        var request = XDocument.Parse(System.Text.Encoding.UTF8.GetString(body));
        var named = request.Descendants().Where(e => e.Name.LocalName == "PartNumber");
        objects[key] = [.. named.SelectMany(n => parts[int.Parse(n.Value, CultureInfo.InvariantCulture)])];
        const string Result = "CompleteMultipartUploadResult";
        return S3Answer.Xml($"<{Result}><Key>{key}</Key><ETag>\"object\"</ETag></{Result}>");
    }

    static bool IsWhole(byte[] body, HttpRequest request) =>
        request.Headers["x-amz-checksum-sha256"].ToString() == Convert.ToBase64String(SHA256.HashData(body));

    T Locked<T>(Func<T> act)
    {
        lock (one) return act();
    }
}
