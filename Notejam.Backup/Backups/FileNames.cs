using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Notejam.Backup.Backups;

/// <summary>
/// Makes names of files from what people wrote: allowed on Windows, macOS and Linux, short enough for each, and no two
/// alike, also where capitals do not count.
/// </summary>
sealed partial class FileNames
{
    /// <summary>In UTF-8: Linux allows 255, and Windows 260 characters for the whole path.</summary>
    const int Longest = 100;

    readonly HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase) { "notes.json" };
    readonly Dictionary<Guid, string> folders = [];

    /// <summary>The one folder of a pad; another pad of the same name gets another.</summary>
    public string Folder(Guid pad, string name) =>
        folders.TryGetValue(pad, out var folder) ? folder : folders[pad] = File("", name, "");

    /// <summary>A path that was not given before.</summary>
    public string File(string folder, string name, string extension)
    {
        var safe = Safe(name);
        for (var number = 1; ; number++)
        {
            var path = folder + safe + (number == 1 ? "" : $" ({number})") + extension;
            if (taken.Add(path)) return path;
        }
    }

    /// <summary>
    /// https://learn.microsoft.com/windows/win32/fileio/naming-a-file; elsewhere a leading dot hides files, a leading
    /// hyphen is an option to the programs that are given the file, and marks of direction show another name than there
    /// is.
    /// </summary>
    internal static string Safe(string name)
    {
        var safe = Shorten(Forbidden().Replace(WithoutNoncharacters(name).Normalize(), "-")).Trim(' ', '.');
        return safe.Length == 0 ? "untitled" : Reserved().IsMatch(safe) ? "_" + safe : safe;
    }

    /// <summary>PostgreSQL keeps them; normalisation refuses them.</summary>
    static string WithoutNoncharacters(string name) =>
        string.Concat(name.EnumerateRunes().Select(r => IsNoncharacter(r.Value) ? "-" : r.ToString()));

    static bool IsNoncharacter(int value) => (value & 0xFFFE) == 0xFFFE || value is >= 0xFDD0 and <= 0xFDEF;

    static string Shorten(string name)
    {
        var (result, size) = (new StringBuilder(), 0);
        foreach (var element in Elements(name))
        {
            size += Encoding.UTF8.GetByteCount(element);
            if (size > Longest) break;
            result.Append(element);
        }
        return result.ToString();
    }

    /// <summary>What a person sees as one character is not cut in two.</summary>
    static IEnumerable<string> Elements(string name)
    {
        var elements = StringInfo.GetTextElementEnumerator(name);
        while (elements.MoveNext()) yield return elements.GetTextElement();
    }

    [GeneratedRegex("""[<>:"/\\|?*\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]""")]
    private static partial Regex Forbidden();

    [GeneratedRegex(@"^(-|(CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³])(\.|$))", RegexOptions.IgnoreCase)]
    private static partial Regex Reserved();
}
