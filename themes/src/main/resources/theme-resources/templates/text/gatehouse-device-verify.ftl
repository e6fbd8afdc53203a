<#ftl output_format="plainText">
${msg("gatehouseDeviceMailIntro", application)}

${msg("gatehouseDeviceApplication")}: ${application}
${msg("gatehouseDeviceTime")}: ${time}
${msg("gatehouseDeviceBrowser")}: ${device}
${msg("gatehouseDeviceIp")}: ${ip}
<#if link??>

${msg("gatehouseDeviceMailLink", minutes?c)}

${link}
</#if>
<#if code??>

${msg((link??)?then("gatehouseDeviceMailOrCode", "gatehouseDeviceMailCode"), minutes?c)}

${code}
</#if>

${msg("gatehouseDeviceMailNotMe")} ${msg((link??)?then("gatehouseDeviceMailDeny", "gatehouseDeviceMailIgnore"))}
