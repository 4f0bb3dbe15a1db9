using System.Globalization;
using Notejam.Web.Http;

namespace Notejam.Web.Layout;

/// <summary>Dates as people write them, in the viewer's time zone.</summary>
sealed class ViewerClock(IHttpContextAccessor http, TimeProvider time, SiteSettings site)
{
    /// <summary>Set by timezone.js; absent or wrong means the configured zone.</summary>
    public const string Cookie = "notejam-zone";

    TimeZoneInfo? zone;
    DateTimeOffset? now;

    public TimeZoneInfo Zone => zone ??= TimeZones.Find(http.HttpContext?.Request.Cookies[Cookie] ?? "") ?? site.Zone;

    /// <summary>For programs, such as a browser.</summary>
    public static string Instant(DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime:s}Z");

    public string Format(DateTimeOffset at) => SmartDate(TimeZoneInfo.ConvertTime(at, Zone), Now);

    public string Time(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, Zone).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A page says of its dates how many days ago they were.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Now.Date);

    /// <summary>The same for all that one page says.</summary>
    DateTimeOffset Now => now ??= TimeZoneInfo.ConvertTime(time.GetUtcNow(), Zone);

    internal static string SmartDate(DateTimeOffset at, DateTimeOffset now) => (now.Date - at.Date).Days switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $"Today at {at:HH:mm}"),
        1 => string.Create(CultureInfo.InvariantCulture, $"Yesterday at {at:HH:mm}"),
        >= 2 and <= 7 and var days => $"{days} days ago",
        // May is the one month whose name is not cut.
        _ => at.ToString(at.Month == 5 ? "dd MMM yyyy" : "dd MMM. yyyy", CultureInfo.InvariantCulture),
    };
}
