namespace Notejam.ServiceDefaults;

/// <summary>
/// The process was set up wrongly. The message is for the operator: it names the setting and says what to do.
/// </summary>
/// <param name="message">What is wrong, and what to do about it.</param>
public sealed class ConfigurationException(string message) : Exception(message);
