namespace Notejam.Tests.Snapshots.Fakes;

/// <summary>An error answer, with its code as it is on the wire.</summary>
public sealed class RdsException(string code, string message = "Refused by the test.", int status = 400)
    : Exception(message)
{
    public string Code => code;
    public int Status => status;
}
