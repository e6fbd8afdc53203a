${msg("gatehouseDeviceMailIntro", application)}

${msg("gatehouseDeviceTime")}: ${time}
${msg("gatehouseDeviceBrowser")}: ${device}
${msg("gatehouseDeviceIp")}: ${ip}
<#if link??>

${link}
</#if>
<#if code??>

${code}
</#if>
