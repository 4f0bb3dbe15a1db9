using System.Data.Common;
using System.Text.RegularExpressions;
using Npgsql;

namespace Notejam.ServiceDefaults;

/// <summary>
/// Reads a connection string. What is wrong is named without repeating any of it: it holds a password, and where, is
/// not sure.
/// </summary>
public static partial class ConnectionString
{
    /// <summary>What an operator should write.</summary>
    public const string Form = "Host=...;Database=notejam;Username=...;Password=...";

    const string Quoting =
        "A value with a semicolon, a quote or a blank at its end stands in double quotes: Password=\"a;b\".";

    /// <summary>The settings of a connection string.</summary>
    /// <param name="setting">Its name, such as <c>ConnectionStrings__notejam</c>.</param>
    /// <param name="value">The connection string.</param>
    /// <exception cref="ConfigurationException">It is not one, or names no host that can be one.</exception>
    public static NpgsqlConnectionStringBuilder Read(string setting, string value)
    {
        var settings = new NpgsqlConnectionStringBuilder();
        string? before = null;
        var pairs = Split(setting, value);
        foreach (string key in pairs.Keys!)
        {
            Set(setting, settings, key, pairs[key], before);
            before = key;
        }
        CheckNames(setting, settings);
        return settings;
    }

    /// <summary>Messages tell where the database is, so these may hold nothing else.</summary>
    static void CheckNames(string setting, NpgsqlConnectionStringBuilder settings)
    {
        if (string.IsNullOrEmpty(settings.Host))
            throw new ConfigurationException($"{setting} names no Host. Write \"{Form}\".");
        if (!settings.Host.Split(',').All(host => Place().IsMatch(host)))
        {
            throw new ConfigurationException(
                $"{setting} has a Host that cannot be one: it is a name, an address or a folder, at most with a port " +
                $"behind a colon. Write \"{Form}\".");
        }
        if (Password().IsMatch($"{settings.Database};{settings.Username}"))
        {
            throw new ConfigurationException(
                $"{setting} has a password within another value: the semicolon before it is missing. " +
                $"Write \"{Form}\".");
        }
    }

    [GeneratedRegex(@"^\s*(?:[\w.-]+(?::\d{1,5})?|\[[0-9a-fA-F:.%]+\](?::\d{1,5})?|[0-9a-fA-F:.%]+|[/@][^\s=@]*)\s*$")]
    private static partial Regex Place();

    [GeneratedRegex(@"(?:password|pwd)\s*=", RegexOptions.IgnoreCase)]
    private static partial Regex Password();

    static DbConnectionStringBuilder Split(string setting, string value)
    {
        var scheme = value.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0 && !value.AsSpan(0, scheme).Contains('='))
            throw new ConfigurationException(
                $"{setting} is an address (...://...). Npgsql reads pairs: write \"{Form}\".");
        try
        {
            return new DbConnectionStringBuilder { ConnectionString = value };
        }
        catch (ArgumentException)
        {
            throw new ConfigurationException(
                $"{setting} is not a PostgreSQL connection string. Write \"{Form}\". {Quoting}");
        }
    }

    /// <summary>A key that is not known may be a part of a password, so only its place is told.</summary>
    static void Set(string setting, NpgsqlConnectionStringBuilder settings, string key, object value, string? before)
    {
        if (!settings.ContainsKey(key))
        {
            var place = before is null ? "its first key" : $"the key after {before}";
            throw new ConfigurationException(
                $"{setting} is not a PostgreSQL connection string: {place} is none of Npgsql's. " +
                $"Write \"{Form}\". {Quoting}");
        }
        try
        {
            settings[key] = value;
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException
            or OverflowException or InvalidCastException)
        {
            throw new ConfigurationException(
                $"{setting} is not a PostgreSQL connection string: the value of {key} is not one that it can have.");
        }
    }
}
