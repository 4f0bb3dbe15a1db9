using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace Notejam.ServiceDefaults;

/// <summary>
/// Reads a section of the configuration strictly: a wrong or unknown value stops the start and is named.
/// </summary>
public static class Settings
{
    /// <summary>
    /// Those that have no section: of the programs, of the tests and of the scripts, which read this list
    /// (eng/lib/setup.sh).
    /// </summary>
    static readonly string[] Variables =
    [
        "NOTEJAM_DATA", "NOTEJAM_PG_BIN", "NOTEJAM_PROMETHEUS_PORT", "NOTEJAM_REGISTRY", "NOTEJAM_URL",
        "NOTEJAM_TEST_POSTGRES", "NOTEJAM_TEST_CHROMIUM", "NOTEJAM_TEST_FIREFOX", "NOTEJAM_TEST_NEXT_SCHEMA",
    ];

    /// <summary>Binds and validates a section.</summary>
    /// <typeparam name="T">
    /// A class with a settable property for each known key; data annotations are checked.
    /// </typeparam>
    /// <param name="configuration">The whole configuration.</param>
    /// <param name="section">The section's name; an environment variable writes it as <c>Section__Key</c>.</param>
    /// <exception cref="ConfigurationException">
    /// A key is unknown, or a value is of the wrong type or out of range.
    /// </exception>
    public static T ReadSettings<T>(this IConfiguration configuration, string section) where T : class, new()
    {
        var known = typeof(T).GetProperties().Where(p => p.CanWrite).Select(p => p.Name).ToArray();
        var given = configuration.GetSection(section).GetChildren();
        if (given.FirstOrDefault(c => !known.Contains(c.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw new ConfigurationException(
                $"{section}__{unknown.Key} is not a setting. " +
                $"Known are {string.Join(", ", known.Select(k => $"{section}__{k}"))}.");

        RefuseWrongTypes<T>(configuration.GetSection(section), section);
        var settings = new T();
        configuration.Bind(section, settings);
        Check(section, settings);
        return settings;
    }

    /// <summary>Before they are bound: the binder would name a type of .NET and repeat the value.</summary>
    static void RefuseWrongTypes<T>(IConfigurationSection given, string section)
    {
        foreach (var property in typeof(T).GetProperties().Where(p => p.CanWrite))
        {
            if (given[property.Name] is not { Length: > 0 } text) continue;
            if (!TypeDescriptor.GetConverter(property.PropertyType).IsValid(text))
                throw new ConfigurationException($"{section}__{property.Name} must be {Kind(property.PropertyType)}.");
        }
    }

    static string Kind(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(TimeOnly) ? "a time of the day such as 03:30"
        : "a number";

    /// <summary>What begins with <c>NOTEJAM_</c> is meant for us: a name that nobody reads is a mistake.</summary>
    /// <exception cref="ConfigurationException">There is one.</exception>
    public static void RefuseUnknownVariables()
    {
        var ours = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(n => n.StartsWith("NOTEJAM_", StringComparison.Ordinal));
        if (ours.Except(Variables).Min() is { } unknown)
            throw new ConfigurationException($"{unknown} is not a setting. Known are {string.Join(", ", Variables)}.");
    }

    static void Check(string section, object settings)
    {
        var wrong = new List<ValidationResult>();
        if (!Validator.TryValidateObject(settings, new ValidationContext(settings), wrong, validateAllProperties: true))
            throw new ConfigurationException(
                string.Join(" ", wrong.Select(w => $"{section}__{w.MemberNames.FirstOrDefault()}: {w.ErrorMessage}")));
    }
}
