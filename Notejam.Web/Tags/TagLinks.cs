namespace Notejam.Web.Tags;

static class TagLinks
{
    public static string Of(string tag) => $"/tags/{Uri.EscapeDataString(tag)}/";
}
