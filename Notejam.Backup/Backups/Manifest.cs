using System.Text.Json;
using System.Text.Json.Serialization;
using Notejam.ServiceDefaults.PrivatePostgres;

namespace Notejam.Backup.Backups;

/// <summary>What a backup holds. It is written last: a backup without one does not exist.</summary>
/// <param name="Format">The version of this record.</param>
/// <param name="TakenAt">The instant of the data.</param>
/// <param name="Size">Of the dump, in bytes.</param>
/// <param name="Sha256">Of the dump.</param>
/// <param name="Schema">The newest migration of the database.</param>
/// <param name="Versions">The programs that made it.</param>
/// <param name="Tables">The content of every table at that instant.</param>
/// <param name="Extensions">What has to be there before the dump is restored; null where that is nothing.</param>
/// <param name="Signature">
/// By the key of the settings, of the backup's name and all the rest; null where there is no key.
/// </param>
sealed record Manifest(
    int Format,
    DateTimeOffset TakenAt,
    long Size,
    string Sha256,
    string Schema,
    Versions Versions,
    IReadOnlyList<TableContent> Tables,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<Extension>? Extensions = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Signature = null)
{
    public const int CurrentFormat = 1;

    /// <summary>The same bytes everywhere: they are signed.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, ManifestJson.Default.Manifest);

    public static Manifest Read(string backup, byte[] content)
    {
        try
        {
            using var json = JsonDocument.Parse(content);
            var format = json.RootElement.GetProperty("format").GetInt32();
            if (format != CurrentFormat)
                throw new BadBackupException(
                    $"The manifest of {backup} has format {format}, and this Notejam.Backup reads {CurrentFormat}. " +
                    "Use the version that made it.");
            var manifest = json.Deserialize(ManifestJson.Default.Manifest)!;
            if (manifest.Tables.Any(t => t is null)) throw new FormatException("a table is missing.");
            if (manifest.Extensions?.Any(e => e is null) is true) throw new FormatException("an extension is missing.");
            PostgresBinaries.MajorOf(manifest.Versions.PgDump);
            return manifest;
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException
            or KeyNotFoundException or InvalidOperationException)
        {
            throw new BadBackupException($"The manifest of {backup} cannot be read: {unreadable.Message}");
        }
    }
}

sealed record Versions(string Server, string PgDump, string Notejam);

/// <summary>There is no good backup, or one differs from what was backed up. The message is for the operator.</summary>
sealed class BadBackupException(string message) : Exception(message);

[JsonSourceGenerationOptions(
    WriteIndented = true,
    NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Manifest))]
sealed partial class ManifestJson : JsonSerializerContext;
