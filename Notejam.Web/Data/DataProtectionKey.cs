namespace Notejam.Web.Data;

/// <summary>
/// One key of the ring that protects cookies, form tokens and reset links; every instance needs the same ring.
/// </summary>
sealed class DataProtectionKey
{
    DataProtectionKey() { }

    public DataProtectionKey(string name, string xml)
    {
        Name = name;
        Xml = xml;
    }

    public string Name { get; private set; } = "";
    public string Xml { get; private set; } = "";
}
