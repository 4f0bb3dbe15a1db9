using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Notejam.Web.Notes;

/// <summary>
/// A place between two notes of a list, by the values that it is sorted by: it holds when notes come, change or go, and
/// costs the same at any depth. The page's number is only for show.
/// </summary>
public sealed record Cursor(int PageNumber, Guid Id, DateTimeOffset UpdatedAt, string Name, bool IsPinned = false)
{
    const char PinnedMark = 'p';

    public static Cursor Of(NoteRow note, int pageNumber) =>
        new(pageNumber, note.Id, note.UpdatedAt, note.Name, note.IsPinned);

    public override string ToString()
    {
        var page = string.Create(CultureInfo.InvariantCulture, $"{PageNumber}{(IsPinned ? PinnedMark : null)}");
        var text = string.Create(CultureInfo.InvariantCulture, $"{page} {Id:N} {UpdatedAt.UtcTicks} {Name}");
        return WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Null for nonsense, which then means the first page.</summary>
    public static Cursor? Parse(string? text)
    {
        try
        {
            var parts = Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(text ?? "")).Split(' ', 4);
            var number = parts[0].TrimEnd(PinnedMark);
            return parts.Length == 4
                && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var page)
                && page is > 0 and < 1_000_000
                && Guid.TryParseExact(parts[1], "N", out var id)
                && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
                && ticks <= DateTimeOffset.MaxValue.UtcTicks
                && !parts[3].Contains('\0')
                ? new Cursor(
                    page, id, new DateTimeOffset(ticks, TimeSpan.Zero), parts[3], parts[0].EndsWith(PinnedMark))
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
