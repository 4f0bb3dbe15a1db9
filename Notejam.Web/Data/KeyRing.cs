using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace Notejam.Web.Data;

/// <summary>
/// Keeps the Data Protection keys in PostgreSQL, for every instance (docs/decisions/002 names the package to return
/// to).
/// </summary>
sealed class KeyRing(IServiceScopeFactory scopes) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        return [.. Keys(scope).AsNoTracking().Select(k => k.Xml).AsEnumerable().Select(xml => XElement.Parse(xml))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = scopes.CreateScope();
        Keys(scope).Add(new DataProtectionKey(friendlyName, element.ToString(SaveOptions.DisableFormatting)));
        scope.ServiceProvider.GetRequiredService<NotejamDb>().SaveChanges();
    }

    static DbSet<DataProtectionKey> Keys(IServiceScope scope) =>
        scope.ServiceProvider.GetRequiredService<NotejamDb>().DataProtectionKeys;

    public static void Add(IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("notejam");
        services.AddOptions<KeyManagementOptions>()
            .Configure<IServiceScopeFactory>((options, scopes) => options.XmlRepository = new KeyRing(scopes));
    }
}
