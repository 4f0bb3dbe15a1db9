using System.ComponentModel.DataAnnotations;

namespace Notejam.ServiceDefaults.Health;

/// <summary>The section <c>Management</c>.</summary>
public sealed class ManagementSettings
{
    /// <summary>
    /// The TCP port of the probes and metrics; it never serves the application, and the application's port never serves
    /// them.
    /// </summary>
    [Range(1, 65535, ErrorMessage = "must be a port, 1 to 65535.")]
    public int Port { get; set; } = 8081;
}
