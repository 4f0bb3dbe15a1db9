using System.Globalization;
using Notejam.Backup.Snapshots.Rds;

namespace Notejam.Backup.Snapshots;

/// <summary>
/// The one snapshot of the database for a UTC day, and its exports. Both names follow from the day, so that whoever
/// does something a second time meets RDS's refusal instead of making a second one.
/// </summary>
sealed record DailySnapshot(string Instance, DateOnly Day)
{
    const string Format = "yyyyMMdd";

    /// <summary>Such as <c>notejam-production-20261122</c>.</summary>
    public string Name => $"{Instance}-{Day.ToString(Format, CultureInfo.InvariantCulture)}";

    public static DailySnapshot Of(string instance, DateTimeOffset time) =>
        new(instance, DateOnly.FromDateTime(time.UtcDateTime));

    /// <summary>Null for a name that this program does not give.</summary>
    public static DailySnapshot? Parse(string instance, string name)
    {
        if (!name.StartsWith($"{instance}-", StringComparison.Ordinal)) return null;
        var date = name.AsSpan(instance.Length + 1);
        var isDay = DateOnly.TryParseExact(
            date, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        return isDay ? new(instance, day) : null;
    }

    /// <summary>Null for everybody else's: another instance's, automated, or made by hand.</summary>
    public static DailySnapshot? Parse(string instance, DBSnapshot snapshot) =>
        snapshot is { Type: "manual" } && snapshot.Instance == instance ? Parse(instance, snapshot.Identifier) : null;

    /// <summary>
    /// Such as <c>notejam-production-20261122-r1</c>. RDS never takes an identifier twice, so every attempt has its
    /// own.
    /// </summary>
    public string ExportId(int attempt) => string.Create(CultureInfo.InvariantCulture, $"{Name}-r{attempt}");

    /// <summary>Which attempt an export of this snapshot is; null for everything else.</summary>
    public int? Attempt(ExportTask export)
    {
        if (!export.Identifier.StartsWith($"{Name}-r", StringComparison.Ordinal)) return null;
        var number = export.Identifier.AsSpan(Name.Length + 2);
        var isNumber = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var attempt);
        return isNumber ? attempt : null;
    }
}
