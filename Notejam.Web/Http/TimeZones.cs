using System.Collections.Frozen;

namespace Notejam.Web.Http;

/// <summary>
/// The time zones that there are, by their exact names. Nobody's spelling goes to <see cref="TimeZoneInfo"/>: it keeps
/// every one that it takes for ever, and takes "America//Kentucky////Louisville" in any number of slashes.
/// </summary>
static class TimeZones
{
    static readonly FrozenDictionary<string, TimeZoneInfo> Known = Read();

    /// <summary>The zone of this name, also of an old one; null for anything else.</summary>
    public static TimeZoneInfo? Find(string name) => Known.GetValueOrDefault(name);

    static FrozenDictionary<string, TimeZoneInfo> Read()
    {
        var zones = TimeZoneInfo.GetSystemTimeZones(skipSorting: true).ToDictionary(z => z.Id, StringComparer.Ordinal);
        zones[TimeZoneInfo.Utc.Id] = TimeZoneInfo.Utc;
        foreach (var (old, name) in OldZoneNames.All)
        {
            if (zones.TryGetValue(name, out var zone)) zones[old] = zone;
        }
        foreach (var zone in Enumerable.Range(-14, 27).Where(hours => hours != 0).Select(Offset)) zones[zone.Id] = zone;
        return zones.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Ships' zones, such as Etc/GMT-3, which is three hours ahead: the sign is that of POSIX.</summary>
    static TimeZoneInfo Offset(int hours)
    {
        var name = $"Etc/GMT{hours:+0;-0}";
        return TimeZoneInfo.CreateCustomTimeZone(name, TimeSpan.FromHours(-hours), name, name);
    }
}
