namespace Notejam.Web.Pads;

static class PadLinks
{
    /// <summary>Where a note is listed: in its pad, or among all notes.</summary>
    public static string Of(Guid? pad) => pad is null ? "/" : $"/pads/{pad}/";
}
