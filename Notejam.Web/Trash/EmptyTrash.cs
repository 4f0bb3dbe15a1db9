using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.Http;

namespace Notejam.Web.Trash;

static class EmptyTrash
{
    /// <summary>With their history few enough for one statement; where that was not all, whoever asks again goes on.</summary>
    const int MostAtOnce = 500;

    /// <summary>What came into it after the page had asked stays. Sent twice, it does nothing more.</summary>
    public static async Task<SeeOther> PostAsync([FromForm] string? asked, NotejamDb db, Flash flash)
    {
        if (Instant(asked) is { } until)
        {
            var notes = db.AllNotes().Where(n => n.TrashedAt <= until).OrderBy(n => n.Id).Take(MostAtOnce);
            while (await notes.ExecuteDeleteAsync() == MostAtOnce) { }
            await db.AllPads().Where(p => p.TrashedAt <= until).ExecuteDeleteAsync();
            flash.Set("The trash was emptied.");
        }
        return new SeeOther("/trash/");
    }

    public static string Field(DateTimeOffset at) => at.UtcTicks.ToString(CultureInfo.InvariantCulture);

    static DateTimeOffset? Instant(string? asked) =>
        long.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTimeOffset.MaxValue.UtcTicks
            ? new(ticks, TimeSpan.Zero)
            : null;
}
