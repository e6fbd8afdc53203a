<#-- What the mails share: no image, nothing remote, and no colour of text or ground, so that a dark mailbox stays dark. -->
<#import "template.ftl" as layout>

<#macro mail preheader>
<@layout.emailLayout>
<div style="display:none;max-height:0;overflow:hidden;opacity:0">${preheader}</div>
<table role="presentation" dir="${ltr?then('ltr','rtl')}" width="100%" cellpadding="0" cellspacing="0" border="0" style="font-family:'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:24px">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;text-align:${ltr?then('left','right')}">
<#nested>
</table>
</td></tr>
</table>
</@layout.emailLayout>
</#macro>

<#macro title>
<tr><td style="padding:0 0 16px"><h1 style="margin:0;font-size:24px;line-height:32px;font-weight:600"><#nested></h1></td></tr>
</#macro>

<#macro text>
<tr><td style="padding:0 0 16px"><#nested></td></tr>
</#macro>

<#macro facts>
<tr><td style="padding:0 0 24px">
<table cellpadding="0" cellspacing="0" border="0" width="100%" style="border-top:1px solid #8a8d90;text-align:${ltr?then('left','right')}">
<@fact "gatehouseDeviceApplication"><bdi>${application}</bdi></@fact>
<@fact "gatehouseDeviceTime">${time}</@fact>
<@fact "gatehouseDeviceBrowser">${device}</@fact>
<@fact "gatehouseDeviceIp"><bdi>${ip}</bdi></@fact>
</table>
</td></tr>
</#macro>

<#macro fact name>
<tr>
<th scope="row" width="32%" valign="top" style="padding:8px 0;border-bottom:1px solid #8a8d90;font-weight:400;text-align:${ltr?then('left','right')}">${msg(name)}</th>
<td valign="top" style="padding:8px 12px;border-bottom:1px solid #8a8d90;font-weight:600;word-break:break-word"><#nested></td>
</tr>
</#macro>

<#macro button href kind="primary">
<tr><td style="padding:0 0 8px">
<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>
<td bgcolor="#0066cc" style="background-color:#0066cc;border-radius:6px"><a href="${href}" style="display:inline-block;padding:12px 24px;border:1px solid #0066cc;border-radius:6px;color:#ffffff;font-weight:600;text-decoration:none"><#nested></a></td>
</tr></table>
</td></tr>
<tr><td style="padding:0 0 24px;font-size:13px;line-height:20px">${msg("gatehouseDeviceMailAddress")}<br/><a href="${href}" dir="ltr" style="word-break:break-all">${href}</a></td></tr>
</#macro>

<#macro code>
<tr><td align="center" style="padding:16px;border:1px solid #8a8d90;border-radius:6px;font-family:Consolas,Menlo,monospace;font-size:32px;line-height:40px;font-weight:600;letter-spacing:6px"><span dir="ltr"><#nested></span></td></tr>
<tr><td style="padding:0 0 24px;font-size:0;line-height:0">&nbsp;</td></tr>
</#macro>
